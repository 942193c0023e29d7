"""Making a plan, saving its cells, and what happens when two people change the same row."""

import pytest

from action_plans.models import Aksi, RiwayatAksi
from action_plans.services import plan, plan_cells, plan_rows
from action_plans.services.plan_cells import Sunting
from tests.action_plans.worlds import add_action, make_plan
from tests.factories import make_peran
from units.choices import Area, JenisPeran
from units.errors import BenturanPerubahan, Ditolak, TidakBerwenang

J = JenisPeran


@pytest.fixture
def rencana(world):
    return make_plan(world, approved=False)


@pytest.fixture
def ketua(world):
    return world.peran[J.KETUA_TIM]


@pytest.fixture
def anggota(world):
    return world.peran[J.ANGGOTA_TIM]


def save(aksi, kolom, nilai, *, versi, by):
    return plan_cells.save_cell(aksi=aksi, kolom=kolom, nilai=nilai, versi=versi, by=by).aksi


def order(rencana) -> list[str]:
    return list(rencana.aksi.filter(dihapus_at=None).order_by("urutan").values_list("aksi", flat=True))


# --- making a plan -------------------------------------------------------------------------------------------


def test_a_plan_from_the_template_has_its_rows_and_the_texts_of_the_regulation(world, ketua):
    rows = plan.rows_from_template(world.pembangunan)
    rencana = plan.create_rencana(pembangunan=world.pembangunan, baris=rows, by=ketua, sumber="templat")
    assert rencana.aksi.count() == len(rows) > 60
    assert rencana.dasar.startswith("1. Undang-Undang Nomor 28 Tahun 1999")
    assert world.unit.nama in rencana.maksud_tujuan
    assert rencana.disusun_oleh == ketua
    assert rencana.riwayat.get().ke == f"{len(rows)} aksi dari templat"


def test_a_unit_has_one_plan_a_year(world, rencana, ketua):
    with pytest.raises(Ditolak, match="sudah ada"):
        plan.create_rencana(pembangunan=world.pembangunan, baris=[], by=ketua, sumber="rencana kosong")


def test_the_kepala_unit_does_not_prepare_what_they_approve(world):
    with pytest.raises(TidakBerwenang):
        plan.create_rencana(pembangunan=world.pembangunan, baris=[], by=world.peran[J.KEPALA_UNIT], sumber="")


def test_last_years_rows_come_without_people_who_left_and_with_this_years_number(world, rencana, ketua):
    from tests.factories import PembangunanFactory, PeriodeFactory

    left = make_peran(J.PEGAWAI, instansi=world.instansi, unit=None).user
    tahun = world.periode.tahun
    add_action(rencana, bulan=[1], aksi="Menyusun SK", penanggung_jawab=left, target_waktu=f"Januari {tahun}")
    add_action(rencana, bulan=[2], aksi="Sosialisasi", penanggung_jawab=ketua.user, target_waktu="Februari")
    later = PembangunanFactory(unit=world.unit, periode=PeriodeFactory(instansi=world.instansi, tahun=tahun + 1))
    before = plan.previous_plan(later)
    rows = plan.rows_from_plan(before, pembangunan=later)
    assert [(r.aksi, r.penanggung_jawab, r.target_waktu) for r in rows] == [
        ("Menyusun SK", None, f"Januari {tahun + 1}"),
        ("Sosialisasi", ketua.user, "Februari"),
    ]


# --- cells ---------------------------------------------------------------------------------------------------


def test_a_saved_cell_raises_the_version_and_stands_in_the_history(rencana, ketua):
    aksi = add_action(rencana, bulan=[3], langkah="Lama")
    saved = save(aksi, "langkah", " Baru \r\n kedua ", versi=1, by=ketua)
    assert (saved.langkah, saved.versi, saved.updated_by) == ("Baru \n kedua", 2, ketua.user)
    row = RiwayatAksi.objects.get(objek=aksi)
    assert (row.kolom, row.dari, row.ke, row.versi, row.oleh) == (
        "Langkah aksi",
        "Lama",
        "Baru \n kedua",
        2,
        ketua.user,
    )


def test_the_same_value_again_changes_nothing(rencana, ketua):
    aksi = add_action(rencana, bulan=[3], langkah="Sama")
    assert save(aksi, "langkah", "Sama", versi=1, by=ketua).versi == 1
    assert not aksi.riwayat.exists()


@pytest.mark.parametrize(
    ("teks", "bulan"),
    [
        ("April, Juli", [4, 7]),
        ("setiap bulan", list(range(1, 13))),
        ("Januari s.d. Maret", [1, 2, 3]),
        ("apabila ada pengaduan", []),
        ("", []),
    ],
)
def test_a_target_time_is_kept_as_written_and_read_as_months(rencana, ketua, teks, bulan):
    aksi = add_action(rencana, bulan=[12], target_waktu="Desember")
    saved = save(aksi, "target_waktu", teks, versi=1, by=ketua)
    assert (saved.target_waktu, saved.bulan) == (teks, bulan)


def test_ticking_months_rewrites_a_text_that_only_named_months(rencana, ketua):
    aksi = add_action(rencana, bulan=[4, 7], target_waktu="April, Juli 2020")
    saved = save(aksi, "bulan", "4,7,10", versi=1, by=ketua)
    assert (saved.target_waktu, saved.bulan) == ("April, Juli, Oktober", [4, 7, 10])


def test_ticking_months_keeps_a_text_that_says_more(rencana, ketua):
    aksi = add_action(rencana, bulan=[1], target_waktu="Januari 2020, setiap ada pertemuan")
    found = plan_cells.save_cell(aksi=aksi, kolom="bulan", nilai="1,2", versi=1, by=ketua)
    assert (found.aksi.target_waktu, found.aksi.bulan) == ("Januari 2020, setiap ada pertemuan", [1, 2])
    assert "tidak diubah" in found.pesan


def test_unticking_the_last_month_empties_the_text_instead_of_calling_it_occasional(rencana, ketua):
    aksi = add_action(rencana, bulan=[4], target_waktu="April")
    saved = save(aksi, "bulan", "", versi=1, by=ketua)
    assert (saved.target_waktu, saved.bulan) == ("", [])


def test_a_person_is_found_by_name_part_or_nip_within_the_unit(world, rencana, ketua):
    aksi = add_action(rencana, bulan=[3])
    budi = make_peran(J.PEGAWAI, instansi=world.instansi, unit=world.unit, nama="Budi Hartono, S.E.").user
    assert save(aksi, "penanggung_jawab", "budi hartono", versi=1, by=ketua).penanggung_jawab == budi
    assert save(aksi, "penanggung_jawab", "", versi=2, by=ketua).penanggung_jawab is None
    spaced = f"{budi.nip[:8]} {budi.nip[8:14]} {budi.nip[14]} {budi.nip[15:]}"
    assert save(aksi, "penanggung_jawab", spaced, versi=3, by=ketua).penanggung_jawab == budi


def test_two_people_of_one_name_are_told_apart_by_nip(world, rencana, ketua):
    aksi = add_action(rencana, bulan=[3])
    for _ in range(2):
        make_peran(J.PEGAWAI, instansi=world.instansi, unit=world.unit, nama="Siti Aminah")
    with pytest.raises(Ditolak, match="Ada 2 pegawai"):
        save(aksi, "penanggung_jawab", "Siti Aminah", versi=1, by=ketua)


@pytest.mark.parametrize(
    ("kolom", "nilai", "sentence"),
    [
        ("indikator", "  ", "Indikator wajib diisi."),
        ("indikator", "x" * 301, "paling panjang 300"),
        ("langkah", "x" * 5001, "paling panjang 5000"),
        ("target_waktu", "x" * 201, "paling panjang 200"),
        ("bulan", "0,13", "1 sampai 12"),
        ("bulan", "satu", "1 sampai 12"),
        ("prioritas", "mungkin", "“ya” atau “tidak”"),
        ("penanggung_jawab", "Orang Luar", "bukan pegawai unit ini"),
        ("dihapus_at", "2020-01-01", "tidak dikenal"),
    ],
)
def test_bad_cells_are_refused_with_a_sentence(rencana, ketua, kolom, nilai, sentence):
    aksi = add_action(rencana, bulan=[3])
    with pytest.raises(Ditolak, match=sentence):
        save(aksi, kolom, nilai, versi=1, by=ketua)
    aksi.refresh_from_db()
    assert aksi.versi == 1


def test_a_person_of_another_unit_cannot_be_put_in_charge(world, other_world, rencana, ketua):
    stranger = other_world.peran[J.PEGAWAI].user
    aksi = add_action(rencana, bulan=[3])
    with pytest.raises(Ditolak, match="bukan pegawai"):
        save(aksi, "penanggung_jawab", stranger.nip, versi=1, by=ketua)


# --- two editors ---------------------------------------------------------------------------------------------


def test_two_editors_of_the_same_cell_meet_and_neither_value_is_lost(rencana, ketua, anggota):
    aksi = add_action(rencana, bulan=[3], langkah="Semula")
    save(aksi, "langkah", "Dari ketua", versi=1, by=ketua)
    with pytest.raises(BenturanPerubahan) as clash:
        save(aksi, "langkah", "Dari anggota", versi=1, by=anggota)
    assert (clash.value.nilai, clash.value.oleh, clash.value.versi) == ("Dari ketua", ketua.user.nama, 2)
    aksi.refresh_from_db()
    assert aksi.langkah == "Dari ketua"
    # Having seen both, the second person chooses; the other value stays in the history.
    assert save(aksi, "langkah", "Dari anggota", versi=clash.value.versi, by=anggota).langkah == "Dari anggota"
    assert aksi.riwayat.first().dari == "Dari ketua"


def test_two_editors_of_different_cells_are_merged_and_told(rencana, ketua, anggota):
    aksi = add_action(rencana, bulan=[3])
    save(aksi, "langkah", "Dari ketua", versi=1, by=ketua)
    found = plan_cells.save_cell(aksi=aksi, kolom="bukti_fisik", nilai="Dari anggota", versi=1, by=anggota)
    assert (found.aksi.langkah, found.aksi.bukti_fisik, found.aksi.versi) == ("Dari ketua", "Dari anggota", 3)
    assert [(r.kolom, r.oleh) for r in found.digabung] == [("Langkah aksi", ketua.user)]


def test_text_and_months_of_the_target_time_are_one_cell(rencana, ketua, anggota):
    aksi = add_action(rencana, bulan=[3], target_waktu="Maret")
    save(aksi, "bulan", "3,6", versi=1, by=ketua)
    with pytest.raises(BenturanPerubahan) as clash:
        save(aksi, "target_waktu", "April", versi=1, by=anggota)
    assert clash.value.nilai == "Maret, Juni"


def test_the_same_value_from_both_is_no_conflict(rencana, ketua, anggota):
    aksi = add_action(rencana, bulan=[3])
    save(aksi, "langkah", "Sama", versi=1, by=ketua)
    assert save(aksi, "langkah", "Sama", versi=1, by=anggota).versi == 2


def test_a_version_from_the_future_is_not_believed(rencana, ketua):
    aksi = add_action(rencana, bulan=[3])
    with pytest.raises(Ditolak, match="Versi baris tidak dikenal"):
        save(aksi, "langkah", "x", versi=9, by=ketua)


# --- blocks --------------------------------------------------------------------------------------------------


def test_a_block_saves_what_it_can_and_answers_for_each_cell(rencana, ketua, anggota):
    one, two = add_action(rencana, bulan=[3]), add_action(rencana, bulan=[3])
    save(two, "langkah", "Dari anggota", versi=1, by=anggota)
    found = plan_cells.save_cells(
        rencana=rencana,
        sunting=[
            Sunting(one.pk, "langkah", "A", 1),
            Sunting(one.pk, "prioritas", "mungkin", 1),
            Sunting(one.pk, "target_waktu", "Mei", 1),
            Sunting(two.pk, "langkah", "B", 1),
            Sunting(two.pk, "bukti_fisik", "C", 1),
        ],
        by=ketua,
    )
    assert [(bool(r.galat), bool(r.benturan)) for r in found] == [
        (False, False), (True, False), (False, False), (False, True), (False, False),
    ]  # fmt: skip
    rows = Aksi.objects.filter(pk__in=[one.pk, two.pk]).order_by("pk")
    assert [(a.langkah, a.bulan, a.bukti_fisik) for a in rows] == [
        ("A", [5], "Keputusan Tim"),
        ("Dari anggota", [3], "C"),
    ]


def test_a_member_changes_rows_of_their_areas_only(rencana, anggota):
    own = add_action(rencana, bulan=[3], area=Area.TATALAKSANA)
    other = add_action(rencana, bulan=[3], area=Area.SDM)
    found = plan_cells.save_cells(
        rencana=rencana, sunting=[Sunting(own.pk, "langkah", "x", 1), Sunting(other.pk, "langkah", "x", 1)], by=anggota
    )
    assert [r.galat[:40] for r in found] == ["", "Area Penataan Sistem Manajemen SDM tidak"]


def test_cells_of_another_plan_do_not_get_in(world, other_world, rencana, ketua):
    foreign = add_action(make_plan(other_world, approved=False), bulan=[3])
    with pytest.raises(Ditolak, match="tidak ada lagi di rencana"):
        plan_cells.save_cells(rencana=rencana, sunting=[Sunting(foreign.pk, "langkah", "x", 1)], by=ketua)


@pytest.mark.parametrize("jenis", [J.KEPALA_UNIT, J.PEGAWAI, J.TIM_PEMBINA, J.KETUA_TPI, J.ADMIN_INSTANSI])
def test_only_the_team_edits(world, rencana, jenis):
    aksi = add_action(rencana, bulan=[3])
    with pytest.raises(TidakBerwenang):
        save(aksi, "langkah", "x", versi=1, by=world.peran[jenis])


def test_nobody_edits_a_plan_that_is_no_draft(world, ketua):
    aksi = add_action(make_plan(world), bulan=[3])
    with pytest.raises(TidakBerwenang):
        save(aksi, "langkah", "x", versi=1, by=ketua)


# --- rows ----------------------------------------------------------------------------------------------------


def test_a_row_is_added_below_another_and_takes_its_indicator(rencana, ketua):
    first, last = add_action(rencana, bulan=[1], aksi="A"), add_action(rencana, bulan=[1], aksi="C")
    row = plan_rows.create_aksi(rencana=rencana, by=ketua, setelah=first, aksi="B")
    assert order(rencana) == ["A", "B", "C"]
    assert (row.area, row.aspek, row.indikator) == (last.area, last.aspek, last.indikator)


def test_a_copy_stands_below_and_has_a_life_of_its_own(rencana, ketua):
    first = add_action(rencana, bulan=[1, 6], aksi="A", target_waktu="Januari, Juni")
    add_action(rencana, bulan=[1], aksi="B")
    copy = plan_rows.copy_aksi(aksi=first, by=ketua)
    assert order(rencana) == ["A", "A", "B"]
    save(copy, "aksi", "A kedua", versi=1, by=ketua)
    assert (copy.bulan, order(rencana)) == ([1, 6], ["A", "A kedua", "B"])


def test_a_row_moves_within_its_indicator_then_into_the_next(rencana, ketua):
    for aksi, indikator in (("A", "Satu"), ("B", "Satu"), ("C", "Dua")):
        add_action(rencana, bulan=[1], aksi=aksi, indikator=indikator)
    first = rencana.aksi.get(aksi="A")
    plan_rows.move_aksi(aksi=first, naik=False, by=ketua)
    assert order(rencana) == ["B", "A", "C"]
    moved = plan_rows.move_aksi(aksi=first, naik=False, by=ketua)
    assert (moved.indikator, order(rencana)) == ("Dua", ["B", "A", "C"])
    plan_rows.move_aksi(aksi=moved, naik=False, by=ketua)
    assert order(rencana) == ["B", "C", "A"]


def test_a_row_does_not_move_out_of_its_area(rencana, ketua):
    first = add_action(rencana, bulan=[1])
    with pytest.raises(Ditolak, match="ujung areanya"):
        plan_rows.move_aksi(aksi=first, naik=True, by=ketua)


def test_a_struck_row_leaves_the_plan_and_comes_back_to_its_place(rencana, ketua):
    for aksi in "ABC":
        add_action(rencana, bulan=[1], aksi=aksi)
    row = rencana.aksi.get(aksi="B")
    plan_rows.remove_aksi(aksi=row, by=ketua)
    assert order(rencana) == ["A", "C"]
    with pytest.raises(Ditolak, match="sudah dihapus"):
        save(row, "langkah", "x", versi=2, by=ketua)
    plan_rows.restore_aksi(aksi=row, by=ketua)
    assert order(rencana) == ["A", "B", "C"]


def test_a_row_with_progress_is_struck_only_with_a_reason_and_keeps_it(world, ketua):
    from action_plans.models import RencanaAksi
    from tests.action_plans.worlds import fill, plan_with

    rencana, (aksi,) = plan_with(world, {"bulan": [1]})
    fill(world, aksi, 1, status="selesai")
    RencanaAksi.objects.filter(pk=rencana.pk).update(status="draf")
    with pytest.raises(Ditolak, match="sudah mempunyai realisasi"):
        plan_rows.remove_aksi(aksi=aksi, by=ketua)
    plan_rows.remove_aksi(aksi=aksi, by=ketua, alasan="Digabung dengan aksi lain")
    assert aksi.realisasi.get().status == "selesai"
    assert aksi.riwayat.first().alasan == "Digabung dengan aksi lain"


def test_a_row_goes_to_another_area_only_where_the_form_has_it(rencana, ketua, anggota):
    aksi = add_action(rencana, bulan=[1])
    moved = plan_rows.relocate_aksi(aksi=aksi, area=Area.SDM, aspek="reform", versi=1, by=ketua)
    assert (moved.area, moved.aspek, moved.versi) == (Area.SDM, "reform", 2)
    with pytest.raises(Ditolak, match="tidak ada dalam bentuk"):
        plan_rows.relocate_aksi(aksi=aksi, area=Area.SDM, aspek="", versi=2, by=ketua)
    with pytest.raises(TidakBerwenang):
        plan_rows.relocate_aksi(aksi=aksi, area=Area.TATALAKSANA, aspek="reform", versi=2, by=anggota)


# --- texts ---------------------------------------------------------------------------------------------------


def test_two_texts_saved_at_once_are_both_kept(rencana, ketua):
    plan.save_text(rencana=rencana, kolom="dasar", nilai="1. Baru", versi=0, by=ketua)
    saved = plan.save_text(rencana=rencana, kolom="maksud_tujuan", nilai="1. Tujuan", versi=0, by=ketua)
    assert (saved.dasar, saved.maksud_tujuan, saved.teks_versi) == ("1. Baru", "1. Tujuan", 2)


def test_the_same_text_changed_by_two_is_shown_to_the_second(rencana, ketua):
    plan.save_text(rencana=rencana, kolom="dasar", nilai="Pertama", versi=0, by=ketua)
    plan.save_text(rencana=rencana, kolom="maksud_tujuan", nilai="Lain", versi=1, by=ketua)
    with pytest.raises(BenturanPerubahan) as clash:
        plan.save_text(rencana=rencana, kolom="dasar", nilai="Kedua", versi=0, by=ketua)
    assert (clash.value.nilai, clash.value.versi) == ("Pertama", 2)
