"""Pakta integritas: signed once with the password, entered from paper all or nothing, counted before the declaration.

Perbup Ketapang 49/2022 Pasal 3(1); Perwal Tangerang 72/2018 Bab II A.2.
"""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, UserFactory
from tests.units.year_worlds import at_stage, colleague, sign_all
from units.choices import JenisPeran as J
from units.choices import Tahap
from units.errors import BerkasDitolak, Ditolak, TidakBerwenang
from units.models import CatatanMasuk, PaktaIntegritas, UnitKerja
from units.pakta import KOLOM, BarisPakta, Cakupan, Pegawai, Tercatat, check_rows, read_date, read_lines
from units.scope import UNIT_ROLES
from units.services import pakta as services
from units.xlsx import write_table

TODAY = date(2026, 3, 10)
NIP = "198501012010011001"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("pakta.pdf", PDF)


# --- counting ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sudah", "pegawai", "persen", "kurang"),
    [(0, 10, 0, 6), (5, 10, 50, 1), (6, 10, 60, 0), (5, 11, 45, 1), (6, 11, 54, 0), (12, 10, 100, 0), (0, 0, 0, 1)],
)
def test_the_coverage_and_what_is_missing_to_more_than_half(sudah, pegawai, persen, kurang):
    found = Cakupan(sudah, pegawai)
    assert (found.persen, found.kurang) == (persen, kurang)


def test_employees_are_never_fewer_than_hold_a_role(world):
    """A number of employees set low does not make a minority a majority."""
    year = sign_all(world, employees=1, signed=1)
    assert services.coverage(year) == Cakupan(1, 4)


# --- signing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jenis", list(J))
def test_everybody_of_the_unit_signs_and_nobody_else(world, jenis):
    if jenis in UNIT_ROLES:
        row = services.sign(world.pembangunan, by=world.peran[jenis])
        assert (row.cara, row.user, row.dicatat_oleh) == ("portal", world.peran[jenis].user, world.peran[jenis])
        assert row.teks == services.pledge_text(world.pembangunan, row.user)
        assert row.user.nama in row.teks
    else:
        with pytest.raises(TidakBerwenang):
            services.sign(world.pembangunan, by=world.peran[jenis])


def test_a_pledge_is_signed_once(world):
    peran = world.peran[J.PEGAWAI]
    services.sign(world.pembangunan, by=peran)
    with pytest.raises(Ditolak, match="sudah ditandatangani di portal"):
        services.sign(world.pembangunan, by=peran)
    assert world.pembangunan.pakta.count() == 1


def test_a_person_whose_nip_stands_on_a_paper_list_has_signed(world):
    peran = world.peran[J.PEGAWAI]
    world.pembangunan.pakta.create(nama="X", nip=peran.user.nip, cara="kertas", tanggal=TODAY)
    with pytest.raises(Ditolak, match="di atas kertas pada 10 Maret 2026"):
        services.sign(world.pembangunan, by=peran)


def test_the_password_is_the_signature(world, client_as):
    peran = world.peran[J.PEGAWAI]
    client, url = client_as(peran), reverse("pakta_sign", args=[world.pembangunan.pk])
    assert peran.user.nama in client.get(url).content.decode()
    wrong = client.post(url, {"setuju": "on", "sandi": "bukan-ini"})
    assert "Kata sandi tidak cocok" in wrong.context["form"].errors["sandi"][0]
    assert "Centang pernyataan" in client.post(url, {"sandi": PASSWORD}).context["form"].errors["setuju"][0]
    assert not world.pembangunan.pakta.exists()
    assert CatatanMasuk.objects.filter(user=peran.user, hasil="ditolak").count() == 1
    done = reverse("pakta_detail", args=[world.pembangunan.pk])
    assert client.post(url, {"setuju": "on", "sandi": PASSWORD}).url == done
    assert world.pembangunan.pakta.get().user == peran.user
    assert client.get(url).url == done


def test_guessing_at_the_signature_locks_as_at_the_sign_in(world, client_as):
    client, url = client_as(world.peran[J.PEGAWAI]), reverse("pakta_sign", args=[world.pembangunan.pk])
    answers = [client.post(url, {"setuju": "on", "sandi": f"salah-{n}"}) for n in range(6)]
    assert "Terlalu sering salah" in answers[-1].context["form"].errors["sandi"][0]
    locked = client.post(url, {"setuju": "on", "sandi": PASSWORD})
    assert "Terlalu sering salah" in locked.context["form"].errors["sandi"][0]
    assert not world.pembangunan.pakta.exists()
    assert CatatanMasuk.objects.filter(hasil="terkunci").exists()


def test_the_right_password_ends_the_count_of_wrong_ones(world, client_as):
    client, url = client_as(world.peran[J.PEGAWAI]), reverse("pakta_sign", args=[world.pembangunan.pk])
    for n in range(4):
        client.post(url, {"setuju": "on", "sandi": f"salah-{n}"})
    assert client.post(url, {"setuju": "on", "sandi": PASSWORD}).status_code == 302


# --- reading a list ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-12", date(2026, 1, 12)),
        ("12-01-2026", date(2026, 1, 12)),
        ("12/1/2026", date(2026, 1, 12)),
        ("12.1.2026", date(2026, 1, 12)),
        ("12  Januari 2026", date(2026, 1, 12)),
        ("31-02-2026", None),
        ("12 Januar 2026", None),
        ("kemarin", None),
        ("", None),
    ],
)
def test_dates_as_people_write_them(text, day):
    assert read_date(text) == day


def test_lines_with_semicolons_or_tabs_with_or_without_nip():
    rows = read_lines("Siti; 19850101 201001 1 001; 12-01-2026\n\nBudi\t\t12/1/2026\nTuti;12-1-2026\nSendiri")
    assert [(r.tempat, r.nama, r.nip, r.tertulis) for r in rows] == [
        ("Baris 1", "Siti", NIP, "12-01-2026"),
        ("Baris 3", "Budi", "", "12/1/2026"),
        ("Baris 4", "Tuti", "", "12-1-2026"),
        ("Baris 5", "Sendiri", "", ""),
    ]


def check(*rows: tuple[str, str, str], people=(), signed=None):
    read = [BarisPakta(f"Baris {n}", *row) for n, row in enumerate(rows, start=1)]
    return check_rows(read, unit_id=1, people=people, signed=signed or Tercatat(), tahun=2026, today=TODAY)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("", NIP, "12-01-2026"), "Nama belum diisi"),
        (("Siti", "123", "12-01-2026"), "NIP harus 18 angka"),
        (("Siti", NIP, ""), "Tanggal belum diisi"),
        (("Siti", NIP, "besok"), "“besok” bukan tanggal"),
        (("Siti", NIP, "11-03-2026"), "belum tiba"),
        (("Siti", NIP, "31-12-2024"), "dalam tahun 2025 atau 2026"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_at_the_row(row, words):
    found = check(row)[1]
    assert [t.tempat for t in found] == ["Baris 1"]
    assert words in found[0].pesan


def test_a_person_of_another_unit_a_double_and_a_second_signature_are_refused():
    other = Pegawai(9, "Rina", NIP, 2)
    assert check(("Rina", NIP, "1-2-2026"), people=[other])[1][0].kode == "unit_lain"
    assert [t.kode for t in check(("Siti", NIP, "1-2-2026"), ("Siti", NIP, "2-2-2026"))[1]] == ["ganda"]
    assert check(("Siti", NIP, "1-2-2026"), signed=Tercatat(nip=frozenset({NIP})))[1][0].kode == "sudah"
    assert check(("siti ", "", "1-2-2026"), signed=Tercatat(nama=frozenset({"Siti"})))[1][0].kode == "sudah"
    assert check()[1][0].kode == "kosong"


def test_a_row_finds_the_account_it_belongs_to():
    people = [Pegawai(5, "Siti Aminah, S.E.", NIP, 1), Pegawai(6, "Budi", "", 1), Pegawai(7, "Budi", "", 2)]
    read, found = check(("Siti", NIP, "1-2-2026"), ("budi", "", "1-2-2026"), ("Tuti", "", "1-2-2026"), people=people)
    assert found == []
    assert [(r.user, r.nama) for r in read] == [(5, "Siti Aminah, S.E."), (6, "Budi"), (None, "Tuti")]


# --- paper -------------------------------------------------------------------------------------------------


def today_text() -> str:
    return timezone.localdate().isoformat()


@pytest.fixture
def form(world, client_as):
    client = client_as(world.peran[J.KEPALA_UNIT])

    def send(**data):
        return client.post(reverse("pakta_import", args=[world.pembangunan.pk]), {"pindaian": scan(), **data})

    return send


def test_a_list_on_paper_is_entered_with_its_scan(world, form):
    employee = colleague(world).user
    response = form(daftar=f"{employee.nama}; {employee.nip}; {today_text()}\nTuti; ; {today_text()}")
    assert response.url == reverse("pakta_detail", args=[world.pembangunan.pk])
    first, second = world.pembangunan.pakta.order_by("pk")
    assert (first.user, first.cara, first.dicatat_oleh) == (employee, "kertas", world.peran[J.KEPALA_UNIT])
    assert (second.user, second.nama) == (None, "Tuti")
    assert first.berkas.nama_asli == "pakta.pdf"
    assert world.pembangunan.riwayat.first().ke == "2 orang"


def test_one_wrong_row_and_nothing_is_saved(world, form):
    response = form(daftar=f"Tuti; ; {today_text()}\nBudi; 12; {today_text()}")
    assert response.status_code == 422
    assert [t.tempat for t in response.context["temuan"]] == ["Baris 2"]
    assert "Tuti" in response.content.decode()  # what was typed stays
    assert not PaktaIntegritas.objects.exists()


def test_the_list_may_be_a_workbook(world, form):
    rows = [{"nama": "Tuti", "nip": "", "tanggal": today_text()}]
    response = form(berkas=SimpleUploadedFile("daftar.xlsx", write_table(KOLOM, rows)))
    assert response.status_code == 302
    assert world.pembangunan.pakta.get().nama == "Tuti"


def test_the_template_carries_the_names_of_those_who_have_not_signed(world, client_as, form):
    services.sign(world.pembangunan, by=world.peran[J.KEPALA_UNIT])
    url = reverse("pakta_template", args=[world.pembangunan.pk])
    content = client_as(world.peran[J.KEPALA_UNIT]).get(url).content
    response = form(berkas=SimpleUploadedFile("daftar.xlsx", content))
    waiting = {t.pesan for t in response.context["temuan"]}
    assert response.status_code == 422  # the dates are still to be filled in
    assert len(waiting) == 1
    assert len(response.context["temuan"]) == 3


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({}, "daftar", "salah satu saja"),
        ({"daftar": "A; ; 1-1-2026", "berkas": "x"}, "daftar", "salah satu saja"),
        ({"daftar": "A; ; 1-1-2026", "pindaian": ""}, "pindaian", "Unggah pindaian"),
        ({"berkas": "bukan excel"}, "berkas", "Excel"),
    ],
)
def test_a_form_that_cannot_be_read_says_so(world, form, data, field, words):
    if "berkas" in data:
        data = data | {"berkas": SimpleUploadedFile("daftar.xlsx", b"bukan buku kerja")}
    errors = form(**data).context["form"].errors
    assert words in errors[field][0]
    assert not PaktaIntegritas.objects.exists()


def test_a_scan_must_be_a_scan(world):
    rows = [BarisPakta("Baris 1", "Tuti", "", today_text())]
    with pytest.raises(BerkasDitolak):
        services.import_paper(
            world.pembangunan, rows, scan=SimpleUploadedFile("x.pdf", b"teks"), by=world.peran[J.KETUA_TIM]
        )
    assert not PaktaIntegritas.objects.exists()


def paper_row(world) -> PaktaIntegritas:
    rows = [BarisPakta("Baris 1", "Tuti", "", today_text())]
    return services.import_paper(world.pembangunan, rows, scan=scan(), by=world.peran[J.KEPALA_UNIT])[0][0]


def test_a_wrong_paper_row_is_taken_back_with_a_reason_before_the_declaration(world, client_as):
    at_stage(world, Tahap.DIIDENTIFIKASI)
    row = paper_row(world)
    client, url = client_as(world.peran[J.KEPALA_UNIT]), reverse("pakta_remove", args=[row.pk])
    assert client.post(url).status_code == 422
    assert client.post(url, {"alasan": "Salah unit"}).status_code == 302
    history = world.pembangunan.riwayat.first()
    assert (history.dari.startswith("Tuti"), history.alasan) == (True, "Salah unit")
    assert not PaktaIntegritas.objects.exists()


def test_after_the_declaration_its_signatures_stay(world):
    row = paper_row(world)
    at_stage(world, Tahap.DICANANGKAN)
    with pytest.raises(Ditolak, match="menjadi dasar pencanangan"):
        services.remove_paper(row, alasan="Salah", by=world.peran[J.KEPALA_UNIT])


def test_a_signature_in_the_portal_is_never_withdrawn(world):
    year = at_stage(world, Tahap.DIIDENTIFIKASI)
    row = services.sign(year, by=world.peran[J.PEGAWAI])
    with pytest.raises(Ditolak, match="tidak dapat ditarik kembali"):
        services.remove_paper(row, alasan="Salah", by=world.peran[J.KEPALA_UNIT])


# --- pages -------------------------------------------------------------------------------------------------


def test_the_head_sees_who_has_not_signed_and_an_employee_sees_no_names(world, client_as):
    services.sign(world.pembangunan, by=world.peran[J.KEPALA_UNIT])
    url = reverse("pakta_detail", args=[world.pembangunan.pk])
    page = client_as(world.peran[J.KEPALA_UNIT]).get(url)
    assert {u.pk for u in page.context["belum"]} == {
        world.peran[j].user_id for j in (J.KETUA_TIM, J.ANGGOTA_TIM, J.PEGAWAI)
    }
    page = client_as(world.peran[J.PEGAWAI]).get(url)
    assert "belum" not in page.context
    assert world.peran[J.KEPALA_UNIT].user.nip not in page.content.decode()
    assert "1 dari 24 pegawai" in page.content.decode()


def test_whoever_left_the_unit_is_not_waited_for(world):
    peran = world.peran[J.PEGAWAI]
    type(peran).objects.filter(pk=peran.pk).update(selesai=timezone.localdate() - timedelta(days=1))
    assert peran.user not in services.employees(world.pembangunan)


def test_people_with_two_roles_are_counted_once(world):
    UnitKerja.objects.filter(pk=world.unit.pk).update(jumlah_pegawai=0)
    year = at_stage(world, Tahap.DIIDENTIFIKASI)
    peran = world.peran[J.PEGAWAI]
    type(peran).objects.create(
        user=peran.user, jenis=J.ANGGOTA_TIM, instansi=world.instansi, unit=world.unit, mulai=timezone.localdate()
    )
    assert services.coverage(year).pegawai == 4


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number_of_names(world, client_as, rows, django_assert_num_queries):
    for n in range(rows):
        colleague(world)
        world.pembangunan.pakta.create(
            user=UserFactory(instansi=world.instansi), nama=f"P{n}", cara="kertas", tanggal=TODAY
        )
    client = client_as(world.peran[J.KEPALA_UNIT])
    with django_assert_num_queries(13):
        client.get(reverse("pakta_detail", args=[world.pembangunan.pk]))
