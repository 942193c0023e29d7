"""Pages of certificates, signatures and scans: what they show, and what they say when something is wrong."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from reports.models import BerkasBertanda, SertifikatElektronik, Terbitan
from reports.signing import certificates
from reports.signing.todo import todo_for
from tests.reports.signing_worlds import SANDI, p12
from tests.reports.test_check_page import words
from tests.reports.trust_worlds import issued, move, paper
from units.choices import JenisPeran
from units.models import Peran

S, C, J = Terbitan.Status, Terbitan.Cara, JenisPeran
NOMOR = "700/051/ITKAB/2026"


@pytest.fixture(autouse=True)
def _nothing_tried_before(settings):
    cache.clear()
    settings.TIMESTAMP_URL = settings.SIGNER_URL = settings.PKCS11_MODULE = ""


@pytest.fixture
def head(world, client_as):
    return client_as(world.peran[J.KEPALA_UNIT])


@pytest.fixture
def admin(world, client_as):
    return client_as(world.peran[J.ADMIN_INSTANSI])


def add(world, holder: str = J.KEPALA_UNIT, **made) -> SertifikatElektronik:
    by = world.peran[J.ADMIN_INSTANSI]
    return certificates.add_p12(isi=p12(**made), sandi=SANDI, pemegang=world.peran[holder].user, by=by)


def form_of(world, **fields) -> dict:
    values = {
        "pemegang": world.peran[J.KEPALA_UNIT].user.pk, "penyedia": "pkcs12", "sandi": SANDI,
        "berkas": SimpleUploadedFile("s.p12", p12()),
    }  # fmt: skip
    return {name: value for name, value in (values | fields).items() if value is not None}


# --- certificates ----------------------------------------------------------------------------------------------------


def test_a_certificate_is_uploaded_and_shown_with_all_that_it_says(world, admin):
    answer = admin.post(reverse("sertifikat_add"), form_of(world), follow=True)
    row = SertifikatElektronik.objects.get()
    text = words(answer)
    told = [
        row.subjek,
        row.penerbit,
        row.nomor_seri,
        row.sidik,
        world.peran[J.KEPALA_UNIT].user.nama,
        "Menambah sertifikat",
    ]
    assert [fact for fact in told if fact not in text] == []


def test_a_certificate_says_in_which_role_its_holder_signs(world, admin):
    page = admin.get(reverse("sertifikat_detail", args=[add(world).pk]))
    assert f"Menandatangani sebagai Kepala Unit Kerja, {world.unit}" in words(page)
    idle = admin.get(reverse("sertifikat_detail", args=[add(world, J.PEGAWAI, nama="Staf").pk]))
    assert "tidak mempunyai peran yang menandatangani" in words(idle)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"sandi": "salah"}, "kata sandinya tidak cocok"),
        ({"berkas": None}, "Pilih berkas .p12 atau .pfx."),
        ({"pemegang": ""}, "Pilih pegawai yang memegang"),
        ({"penyedia": "pkcs11"}, "pkcs11"),
    ],
)
def test_a_wrong_form_says_what_is_wrong_and_shows_no_password(world, admin, fields, said):
    answer = admin.post(reverse("sertifikat_add"), form_of(world, **fields))
    assert answer.status_code == 422
    assert said in words(answer)
    assert SANDI not in answer.content.decode()
    assert not SertifikatElektronik.objects.exists()


def test_a_remote_service_is_offered_where_it_is_set_up(world, admin, settings):
    assert "Surel pemegang" not in words(admin.get(reverse("sertifikat_add")))
    settings.SIGNER_URL = "https://esign.contoh.test"
    assert "Surel pemegang" in words(admin.get(reverse("sertifikat_add")))
    asked = form_of(world, penyedia="jarak_jauh", berkas=None, sandi=None)
    assert "Isi surel pemegang" in words(admin.post(reverse("sertifikat_add"), asked))
    admin.post(reverse("sertifikat_add"), asked | {"email": "camat@contoh.test"})
    assert SertifikatElektronik.objects.get().kunci == "camat@contoh.test"


def test_the_list_names_what_has_ended_or_will_soon(world, admin):
    now = timezone.now()
    for nama, days in (("Lama", -3), ("Segera", 5), ("Panjang", 300)):
        row = add(world, nama=nama)
        SertifikatElektronik.objects.filter(pk=row.pk).update(berlaku_sampai=now + timedelta(days=days))
    text = words(admin.get(reverse("sertifikat_list")))
    assert [state for state in ("Masa berlaku habis", "Segera berakhir", "Aktif") if state not in text] == []
    found = words(admin.get(reverse("sertifikat_list"), {"keadaan": "berakhir"}))
    assert "Lama, Pemerintah" in found
    assert "Panjang, Pemerintah" not in found


def test_the_list_asks_the_same_queries_for_one_and_three(world, admin, django_assert_num_queries):
    add(world)
    with django_assert_num_queries(8):
        admin.get(reverse("sertifikat_list"))
    add(world, nama="Dua")
    add(world, nama="Tiga")
    with django_assert_num_queries(8):
        admin.get(reverse("sertifikat_list"))


def test_deactivating_asks_for_a_reason(world, admin):
    row = add(world)
    url = reverse("sertifikat_deactivate", args=[row.pk])
    assert "tidak dapat lagi menandatangani" in words(admin.get(url))
    assert "Isi alasan" in words(admin.post(url, {"alasan": " "}))
    admin.post(url, {"alasan": "Pejabat berganti."})
    row.refresh_from_db()
    assert row.dinonaktifkan_at


# --- signing ---------------------------------------------------------------------------------------------------------


def test_the_holder_reads_the_paper_types_the_password_and_it_is_in_force(world, head):
    row = issued(world, content=paper(), cara=C.ELEKTRONIK)
    certificate = add(world)
    url = reverse("terbitan_sign", args=[row.pk])
    page = head.get(url)
    assert reverse("dokumen_preview", args=[row.dokumen_id]) in page.content.decode()
    answer = head.post(url, {"sertifikat": certificate.pk, "sandi": SANDI}, follow=True)
    row.refresh_from_db()
    assert row.status == S.BERLAKU
    assert f"Dokumen {row.nomor} ditandatangani dan berlaku." in words(answer)


def test_who_signs_for_another_is_told_whose_name_is_printed(world, head):
    row = issued(world, content=paper(), cara=C.ELEKTRONIK)
    add(world)
    url = reverse("terbitan_sign", args=[row.pk])
    assert "Yang tercetak: Dra. Murniati, Camat Contoh." in words(head.get(url))
    Terbitan.objects.filter(pk=row.pk).update(penanda_tangan=f"{world.peran[J.KEPALA_UNIT].user.nama}, Camat Contoh")
    assert "Yang tercetak" not in words(head.get(url))


def test_a_wrong_password_stands_at_its_field_and_is_not_shown(world, head):
    row = issued(world, content=paper(), cara=C.ELEKTRONIK)
    answer = head.post(reverse("terbitan_sign", args=[row.pk]), {"sertifikat": add(world).pk, "sandi": "keliru-sekali"})
    assert answer.status_code == 422
    assert "Kata sandi sertifikat tidak cocok" in words(answer)
    assert "keliru-sekali" not in answer.content.decode()


def test_the_certificate_of_somebody_else_cannot_be_chosen(world, head):
    row = issued(world, content=paper(), cara=C.ELEKTRONIK)
    add(world)
    other = add(world, J.KETUA_TIM, nama="Orang lain")
    answer = head.post(reverse("terbitan_sign", args=[row.pk]), {"sertifikat": other.pk, "sandi": SANDI})
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.status == S.MENUNGGU_TTD


def test_who_has_no_certificate_or_an_ended_one_is_told_whom_to_ask(world, head):
    row = issued(world, content=paper(), cara=C.ELEKTRONIK)
    url = reverse("terbitan_sign", args=[row.pk])
    assert "Belum ada sertifikat aktif atas nama Anda" in words(head.get(url))
    held = add(world)
    SertifikatElektronik.objects.filter(pk=held.pk).update(berlaku_sampai=timezone.now() - timedelta(days=1))
    text = words(head.get(url))
    assert "tidak dapat dipakai lagi" in text
    assert "Minta Administrator Instansi" in text


@pytest.mark.parametrize(
    ("fields", "said"), [({"cara": C.BASAH}, "tanda tangan basah"), ({"status": S.DISIAPKAN}, "belum selesai dibuat")]
)
def test_a_paper_that_cannot_be_signed_here_says_why(world, head, fields, said):
    row = issued(world, **({"cara": C.ELEKTRONIK} | fields))
    add(world)
    page = head.get(reverse("terbitan_sign", args=[row.pk]))
    assert said in words(page)
    assert 'name="sandi"' not in page.content.decode()


# --- scans -----------------------------------------------------------------------------------------------------------


def test_a_scan_is_brought_and_replaced_with_a_reason(world, head):
    row = issued(world, nomor=NOMOR)
    url = reverse("terbitan_scan", args=[row.pk])
    head.post(url, {"berkas": SimpleUploadedFile("satu.pdf", paper(NOMOR, "SATU"))})
    row.refresh_from_db()
    assert row.status == S.BERLAKU
    again = {"berkas": SimpleUploadedFile("dua.pdf", paper(NOMOR, "DUA"))}
    assert "Isi alasan mengganti" in words(head.post(url, again))
    again["berkas"].seek(0)
    head.post(url, again | {"alasan": "Halaman kedua tertinggal."})
    assert row.berkas_bertanda.count() == 2
    text = words(head.get(url))
    assert "Halaman kedua tertinggal." in text
    assert "Dipakai" in text


def test_a_scan_that_nobody_can_read_asks_for_the_number_at_its_field(world, head):
    row = issued(world, nomor=NOMOR)
    url = reverse("terbitan_scan", args=[row.pk])
    blank = {"berkas": SimpleUploadedFile("a.pdf", paper("-", "-"))}
    answer = head.post(url, blank)
    assert answer.status_code == 422
    assert "Ketik nomor persis" in words(answer)
    blank["berkas"].seek(0)
    assert "tidak sama dengan nomor dokumen ini" in words(head.post(url, blank | {"nomor": "700/1/X/2026"}))
    row.refresh_from_db()
    assert row.bertanda is None


def test_a_revoked_paper_offers_no_form(world, head):
    row = move(issued(world, nomor=NOMOR), S.DICABUT)
    page = head.get(reverse("terbitan_scan", args=[row.pk]))
    assert "tidak berlaku lagi" in words(page)
    assert 'type="file"' not in page.content.decode()


def test_a_signed_file_is_given_under_the_number_it_carries(world, head):
    row = issued(world, nomor=NOMOR)
    head.post(reverse("terbitan_scan", args=[row.pk]), {"berkas": SimpleUploadedFile("x.pdf", paper(NOMOR))})
    kept = BerkasBertanda.objects.get()
    answer = head.get(reverse("berkas_bertanda_download", args=[kept.pk]))
    assert 'filename="700-051-ITKAB-2026.pdf"' in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content) == paper(NOMOR)


# --- the page of the paper -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cara", "label", "name"),
    [(C.ELEKTRONIK, "Tanda tangani", "terbitan_sign"), (C.BASAH, "Unggah pindaian", "terbitan_scan")],
)
def test_the_paper_leads_who_may_sign_to_the_next_step_and_nobody_else(world, client_as, cara, label, name):
    row = issued(world, cara=cara)
    url = reverse(name, args=[row.pk])
    for role, offered in ((J.KEPALA_UNIT, True), (J.PEGAWAI, False)):
        page = client_as(world.peran[role]).get(reverse("terbitan_detail", args=[row.pk]))
        assert (url in page.content.decode(), label in words(page)) == (offered, offered)


def test_the_paper_gives_its_signed_files_and_names_the_one_in_use(world, head):
    row = issued(world, nomor=NOMOR)
    url = reverse("terbitan_scan", args=[row.pk])
    head.post(url, {"berkas": SimpleUploadedFile("satu.pdf", paper(NOMOR, "SATU"))})
    head.post(url, {"berkas": SimpleUploadedFile("dua.pdf", paper(NOMOR, "DUA")), "alasan": "Lebih tajam."})
    page = head.get(reverse("terbitan_detail", args=[row.pk]))
    text = words(page)
    assert text.index("Dipakai") < text.index("Diganti")
    assert "Lebih tajam." in text
    assert "Ganti pindaian" in text
    for kept in row.berkas_bertanda.all():
        assert reverse("berkas_bertanda_download", args=[kept.pk]) in page.content.decode()


# --- what waits ------------------------------------------------------------------------------------------------------


def todo(world, role: str) -> list[str]:
    return [task.judul for task in todo_for(world.peran[role], today=timezone.localdate())]


def test_what_waits_for_a_signature_stands_on_the_home_page_of_who_can_sign(world, client_as):
    row = issued(world, cara=C.ELEKTRONIK)
    assert todo(world, J.KEPALA_UNIT) == [], "without a certificate nobody can"
    add(world)
    page = client_as(world.peran[J.KEPALA_UNIT]).get(reverse("beranda"))
    assert f"{row.nomor} menunggu tanda tangan elektronik Anda" in words(page)
    assert reverse("terbitan_sign", args=[row.pk]) in page.content.decode()
    assert [todo(world, role) for role in (J.KETUA_TIM, J.PEGAWAI, J.KEPALA_DAERAH)] == [[], [], []]
    issued(world, cara=C.ELEKTRONIK)
    assert todo(world, J.KEPALA_UNIT) == ["2 dokumen menunggu tanda tangan elektronik Anda"]


def test_a_scan_is_awaited_from_who_issued_the_paper(world, other_world):
    row = issued(world)
    assert todo(world, J.KEPALA_UNIT) == [f"{row.nomor} menunggu pindaian bertanda tangan"]
    assert todo(world, J.KETUA_TIM) == todo(other_world, J.KEPALA_UNIT) == []


def test_the_administrator_is_told_of_a_certificate_that_ends(world):
    add(world, nama="Panjang", days=300)
    assert todo(world, J.ADMIN_INSTANSI) == []
    add(world, nama="Segera", days=5)
    assert todo(world, J.ADMIN_INSTANSI) == [f"Sertifikat {world.peran[J.KEPALA_UNIT].user} segera berakhir"]


def test_who_issued_a_paper_is_told_when_another_brings_it_into_force(world, client_as):
    row = issued(world, nomor=NOMOR)
    client = client_as(world.peran[J.KETUA_TIM])
    client.post(reverse("terbitan_scan", args=[row.pk]), {"berkas": SimpleUploadedFile("x.pdf", paper(NOMOR))})
    told = world.peran[J.KEPALA_UNIT].user.notifikasi.get()
    assert told.judul == f"Dokumen {NOMOR} berlaku"


@pytest.mark.parametrize("count", [1, 3])
def test_what_waits_is_asked_in_one_query(world, django_assert_num_queries, count):
    add(world)
    for _ in range(count):
        issued(world, cara=C.ELEKTRONIK)
    head = Peran.objects.select_related("user", "unit").get(pk=world.peran[J.KEPALA_UNIT].pk)
    with django_assert_num_queries(1):
        todo_for(head, today=timezone.localdate())
