"""Papers of a unit's year: decrees, pledges, charter, agents of change. Headings and order as on the forms."""

import json
from datetime import date

import pytest
from django.urls import reverse

from evaluation.models import EvaluasiTPN
from reports import pdf, services
from reports.data import from_json, to_json
from reports.data.keputusan import BELUM
from reports.layouts import digest_of, html_of
from reports.models import Dokumen
from tests.evaluation.tpn_worlds import make_evaluasi
from tests.factories import World
from tests.reports.conftest import squeeze, text_of
from tests.reports.test_layouts import assert_in_order
from tests.reports.test_pdf import assert_inside
from tests.units.predicate_worlds import review
from tests.units.year_worlds import at_stage, colleague, declare_facts, make_keputusan, make_predikat, ready
from units.choices import JenisPeran, Tahap
from units.errors import Ditolak
from units.models import AgenPerubahan, Keputusan, PembangunanZI, Peran, UnitKerja
from units.profiles import get_profil
from units.services import pakta as pakta_service

J, D = JenisPeran, Dokumen.Jenis
DECREE = [
    "NOMOR", "TENTANG", "Menimbang", "a. bahwa", "b. bahwa", "c. bahwa berdasarkan pertimbangan", "Mengingat", "1. Undang-Undang",
    "MEMUTUSKAN:", "Menetapkan", "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "Ditetapkan di", "pada tanggal",
    "LAMPIRAN", "NOMOR", "TANGGAL", "TENTANG",
]  # fmt: skip


def source(world: World, jenis: str, pk: int, by: str):
    return services.JENIS[jenis].sources(world.peran[by]).get(pk=pk)


def read(world: World, jenis: str, pk: int, by: str = J.SEKRETARIS_TPI):
    return services.choose(jenis, source(world, jenis, pk, by), by=world.peran[by])


def draw(data) -> bytes:
    """As the job does it: from what was stored with the row."""
    stored = from_json(type(data), json.loads(json.dumps(to_json(data))))
    assert stored == data
    return pdf.render(stored, sidik=digest_of(stored)).isi


def seen_by(world: World, jenis: str, pk: int, by: str) -> set[str]:
    objek = source(world, jenis, pk, by)
    data = services.choose(jenis, objek, by=world.peran[by])
    made = services.request_dokumen(objek=objek, jenis=jenis, data=data, by=world.peran[by])
    return {j for j, peran in world.peran.items() if Dokumen.objects.visible_to(peran).filter(pk=made.pk)}


# --- decrees of the kepala daerah ---------------------------------------------------------------------------------------


def test_draft_of_the_designation_lists_declared_units_with_their_target(world):
    """Perbup Ketapang 49/2022 Pasal 4: one decree of the kepala daerah for several units."""
    at_stage(world, Tahap.DICANANGKAN)
    data = read(world, D.RANCANGAN_PENETAPAN, world.periode.pk)
    text = text_of(draw(data))
    assert_in_order(text, [f"KEPUTUSAN {world.instansi.jabatan_kepala.upper()}", *DECREE])
    assert all("DRAF" in page for page in text.split("\f")[:-1])
    assert data.baris == (("1", world.unit.nama, world.pembangunan.get_target_display()),)
    assert data.mengingat == get_profil(world.periode.profil).rencana.section("dasar_hukum").teks
    tail = squeeze(text.split("\f")[-2])
    assert_in_order(tail, ["NO UNIT KERJA PREDIKAT YANG DITUJU", world.unit.nama, world.instansi.nama_kepala])


def test_recorded_designation_carries_number_date_and_signatory(world):
    decree = make_keputusan(world, "penetapan", nomor="188/12/2026", tanggal=date(2026, 1, 30))
    Keputusan.objects.update(penanda_tangan=f"Nama Lama, M.Si., {world.instansi.jabatan_kepala}")
    PembangunanZI.objects.update(penetapan=decree)
    data = read(world, D.KEPUTUSAN, decree.pk)
    text = text_of(draw(data))
    assert "DRAF" not in text
    assert_in_order(text, ["NOMOR 188/12/2026", "MEMUTUSKAN:", "pada tanggal 30 Januari 2026", "Nama Lama, M.Si.",
                           "TANGGAL 30 JANUARI 2026", world.unit.nama])  # fmt: skip


def test_predicate_and_revocation_are_printed_where_the_region_decides(profile_world):
    """Pergub Kalbar 20/2017 Pasal 9(3); Perwal Tangerang 72/2018 Bab III: WBK by decree of the kepala daerah."""
    world, _ = profile_world("tangerang-2018")
    held = make_predikat(world, world.unit, dicabut=date(2026, 3, 1))
    given = text_of(draw(read(world, D.KEPUTUSAN, held.keputusan_id)))
    assert_in_order(given, [*DECREE, "DAFTAR UNIT KERJA PENERIMA PREDIKAT", world.unit.nama, "2 Januari 2020"])
    taken = text_of(draw(read(world, D.KEPUTUSAN, held.pencabutan_id)))
    assert_in_order(taken, [*DECREE, "DICABUT PREDIKATNYA", world.unit.nama, "1 Maret 2026"])
    assert "dua tahun sejak tanggal pencabutan" in squeeze(taken)


def test_the_decree_of_a_predicate_is_drafted_for_the_units_that_tpn_passed(profile_world):
    """The dates on which it begins and is looked at again are left open until it is signed."""
    world, _ = profile_world("tangerang-2018")
    make_evaluasi(world, EvaluasiTPN.Status.LULUS)
    data = read(world, D.RANCANGAN_PREDIKAT, world.periode.pk)
    assert data.baris == (("1", world.unit.nama, "Menuju WBK", BELUM, BELUM),)
    text = text_of(draw(data))
    assert_in_order(text, [*DECREE, "DAFTAR UNIT KERJA PENERIMA PREDIKAT", world.unit.nama])
    assert all("DRAF" in page for page in text.split("\f")[:-1])


@pytest.mark.parametrize(
    ("profil", "status", "target"),
    [
        ("ketapang-2022", EvaluasiTPN.Status.LULUS, "wbk"),  # the minister grants it
        ("tangerang-2018", EvaluasiTPN.Status.LULUS, "wbbm"),  # the minister grants WBBM everywhere
        ("tangerang-2018", EvaluasiTPN.Status.TIDAK_LULUS, "wbk"),
    ],
)
def test_no_decree_of_a_predicate_is_drafted_for_others(profile_world, profil, status, target):
    world, _ = profile_world(profil)
    if target == "wbbm":
        make_predikat(world, world.unit)
    make_evaluasi(world, status, target=target)
    with pytest.raises(Ditolak, match="Belum ada unit kerja yang lulus evaluasi TPN"):
        read(world, D.RANCANGAN_PREDIKAT, world.periode.pk)


def test_the_decree_of_a_revocation_is_drafted_while_the_predicate_is_under_review(profile_world, client_as):
    world, _ = profile_world("tangerang-2018")
    held = review(world).predikat
    data = read(world, D.RANCANGAN_PENCABUTAN, held.pk)
    assert data.baris == (("1", world.unit.nama, "Menuju WBK", f"Nomor {held.keputusan.nomor}", BELUM),)
    assert_in_order(text_of(draw(data)), [*DECREE, "DICABUT PREDIKATNYA", world.unit.nama])
    assert seen_by(world, D.RANCANGAN_PENCABUTAN, held.pk, J.TIUK) == {
        J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI, J.ADMIN_INSTANSI, J.KEPALA_DAERAH, J.DELEGASI,
    }  # fmt: skip
    block = reverse("dokumen_block", args=["rancangan_pencabutan", held.pk])
    for role, shown in ((J.KETUA_TPI, True), (J.KEPALA_UNIT, False), (J.ANGGOTA_TPI, False)):
        page = client_as(world.peran[role]).get(reverse("predikat_detail", args=[held.pk])).content.decode()
        assert (block in page) == shown


def test_a_decree_of_the_minister_is_not_worded_here(profile_world, client_as):
    """PermenPANRB 90/2021: the predicate is granted by the minister."""
    world, _ = profile_world("ketapang-2022")
    held = make_predikat(world, world.unit)
    page = client_as(world.peran[J.SEKRETARIS_TPI]).get(reverse("dokumen_block", args=["keputusan", held.keputusan_id]))
    assert "ditetapkan Menteri" in page.content.decode()
    assert "Buat PDF" not in page.content.decode()


def test_what_a_decree_lacks_is_named_before_a_job_starts(world):
    world.instansi.nama_kepala = world.instansi.ibu_kota = ""
    world.instansi.save()
    assert {t.kode for t in read(world, D.RANCANGAN_PENETAPAN, world.periode.pk).kekurangan()} == {
        "kosong", "penanda_tangan", "tempat",
    }  # fmt: skip


def test_the_draft_decree_is_seen_by_who_prepares_and_who_signs(world):
    at_stage(world, Tahap.DICANANGKAN)
    assert seen_by(world, D.RANCANGAN_PENETAPAN, world.periode.pk, J.TIUK) == {
        J.TIUK, J.KETUA_TPI, J.SEKRETARIS_TPI, J.ADMIN_INSTANSI, J.KEPALA_DAERAH, J.DELEGASI,
    }  # fmt: skip


# --- pledge and charter -------------------------------------------------------------------------------------------------


def test_one_pledge_is_printed_word_for_word_as_it_was_signed(world):
    signed = pakta_service.sign(world.pembangunan, by=world.peran[J.KEPALA_UNIT])
    data = read(world, D.PAKTA, signed.pk, J.KEPALA_UNIT)
    text = squeeze(text_of(draw(data)))
    assert "DRAF" not in text
    for line in signed.teks.splitlines():
        assert squeeze(line.partition(". ")[2] if line[:1].isdigit() else line) in text
    assert_in_order(text, ["PAKTA INTEGRITAS", world.instansi.ibu_kota, "Yang menyatakan,", signed.nama])


def test_people_see_their_own_pledge_and_who_has_to_do_with_people_all(world):
    signed = pakta_service.sign(world.pembangunan, by=world.peran[J.PEGAWAI])
    seen = seen_by(world, D.PAKTA, signed.pk, J.PEGAWAI)
    assert {J.PEGAWAI, J.KEPALA_UNIT, J.KETUA_TIM} <= seen
    assert not seen & {J.ANGGOTA_TIM, J.KEPALA_DAERAH, J.PENILAI_TPN}


def test_two_employees_of_one_name_have_two_pledges(world):
    first, second = (colleague(world, nama="Sama Nama", nip=None) for _ in range(2))
    made = []
    for peran in (first, second):
        row = pakta_service.sign(world.pembangunan, by=peran)
        objek = source(world, D.PAKTA, row.pk, J.KEPALA_UNIT)
        data = services.choose(D.PAKTA, objek, by=peran)
        made.append(services.request_dokumen(objek=objek, jenis=D.PAKTA, data=data, by=peran).pk)
    assert len(set(made)) == 2


def test_the_list_of_all_has_a_line_to_sign_for_each_employee_the_head_first(world):
    pakta_service.sign(world.pembangunan, by=world.peran[J.KETUA_TIM])
    data = read(world, D.PAKTA_MASSAL, world.pembangunan.pk, J.KEPALA_UNIT)
    head = world.peran[J.KEPALA_UNIT].user
    assert data.pegawai[0][0] == head.nama
    assert [nama for nama, _, _, tanda in data.pegawai if tanda.startswith("Di portal")] == [
        world.peran[J.KETUA_TIM].user.nama
    ]
    text = text_of(draw(data))
    assert_in_order(text, ["PAKTA INTEGRITAS", world.unit.nama.upper(), "DAFTAR PENANDA TANGAN",
                           "NO NAMA DAN NIP JABATAN TANDA TANGAN", "Mengetahui,", head.nama])  # fmt: skip


def test_the_charter_is_one_landscape_page_with_witnesses(world):
    """Perwal Tangerang 72/2018 Bab II A 4: the charter is signed by the head of the unit."""
    assert services.printable(D.PIAGAM, source(world, D.PIAGAM, world.pembangunan.pk, J.KEPALA_UNIT), by=None) == []
    declare_facts(world, saksi="Budi Contoh, Inspektur\nSiti Contoh, Camat", tempat="Aula Kecamatan")
    data = read(world, D.PIAGAM, world.pembangunan.pk, J.KEPALA_UNIT)
    content = draw(data)
    assert_inside(content)
    text = text_of(content)
    assert_in_order(text, ["PIAGAM PENCANANGAN", "PEMBANGUNAN ZONA INTEGRITAS", "Aula Kecamatan"])
    assert {"Budi Contoh, Inspektur" in squeeze(text), world.peran[J.KEPALA_UNIT].user.nama in text} == {True}
    document = pdf.layout(html_of(data), draf=False, logo=None)
    assert [(page.width > page.height) for page in document.pages] == [True]


def test_a_charter_with_many_witnesses_and_a_long_place_stays_on_its_pages(world):
    declare_facts(
        world, saksi="\n".join(f"Saksi Nomor {n}, Jabatan yang panjang {n}" for n in range(40)), tempat="Aula " * 28
    )
    content = draw(read(world, D.PIAGAM, world.pembangunan.pk, J.KEPALA_UNIT))
    assert_inside(content)
    assert "Saksi Nomor 39" in squeeze(text_of(content))


# --- agents of change ---------------------------------------------------------------------------------------------------


def test_agents_of_change_are_named_by_the_head_and_final_with_one_decree_for_all(world):
    for n in range(2):
        AgenPerubahan.objects.create(pembangunan=world.pembangunan, user=colleague(world, nama=f"Agen {n}").user)
    draft = read(world, D.SK_AGEN, world.pembangunan.pk, J.KEPALA_UNIT)
    assert draft.is_draf
    AgenPerubahan.objects.update(nomor_sk="188/3/2026", tanggal_sk=date(2026, 2, 2))
    data = read(world, D.SK_AGEN, world.pembangunan.pk, J.KEPALA_UNIT)
    text = text_of(draw(data))
    assert_in_order(
        text, [f"KEPUTUSAN {world.unit.jabatan_kepala.upper()}", *DECREE, "DAFTAR AGEN PERUBAHAN", "Agen 0", "Agen 1"]
    )
    assert "DRAF" not in text
    AgenPerubahan.objects.filter(user__nama="Agen 1").update(nomor_sk="188/9/2026")
    assert read(world, D.SK_AGEN, world.pembangunan.pk, J.KEPALA_UNIT).is_draf


# --- pages --------------------------------------------------------------------------------------------------------------


def test_the_pages_lead_to_their_papers(world, client_as):
    head = client_as(world.peran[J.KEPALA_UNIT])
    mine = pakta_service.sign(world.pembangunan, by=world.peran[J.KEPALA_UNIT])
    declare_facts(world)
    pk = world.pembangunan.pk
    for name, blocks in (
        ("pakta_detail", [("pakta_massal", pk), ("pakta", mine.pk)]),
        ("agen_list", [("sk_agen", pk)]),
        ("pembangunan_detail", [("piagam", pk)]),
    ):
        page = head.get(reverse(name, args=[pk])).content.decode()
        for block in blocks:
            assert reverse("dokumen_block", args=block) in page
            assert head.get(reverse("dokumen_block", args=block)).status_code == 200
    ready(world, "designate")
    tpi = client_as(world.peran[J.SEKRETARIS_TPI])
    block = reverse("dokumen_block", args=["rancangan_penetapan", world.periode.pk])
    assert block in tpi.get(reverse("keputusan_create")).content.decode()
    assert "Buat PDF" in tpi.get(block).content.decode()


@pytest.mark.parametrize("jenis", [D.PIAGAM, D.SK_AGEN, D.PAKTA_MASSAL])
def test_a_missing_head_is_named(world, jenis):
    declare_facts(world)
    Peran.objects.filter(pk=world.peran[J.KEPALA_UNIT].pk).update(mulai=date(2020, 1, 1), selesai=date(2020, 12, 31))
    UnitKerja.objects.filter(pk=world.unit.pk).update(jabatan_kepala="Camat Contoh")
    found = read(world, jenis, world.pembangunan.pk, J.KETUA_TIM).kekurangan()
    assert f"Kepala {world.unit.nama} belum ditetapkan" in " ".join(t.pesan for t in found)
