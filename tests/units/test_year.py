"""The stages of a unit's year: who moves it, when, and what must be true (Pergub Kalbar 20/2017 Pasal 3-9)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import PeriodeFactory, UnitKerjaFactory
from tests.units.year_worlds import at_stage, make_predikat, new_year, ready, sign_all
from units import todo
from units import year as years
from units.choices import JenisPeran as J
from units.choices import Tahap
from units.errors import Ditolak, TidakBerwenang
from units.findings import galat, peringatan
from units.models import PembangunanZI, Peran, TimPembangunan
from units.transitions import SyaratBelumTerpenuhi
from units.year import CHECKS, WORKFLOW, condition, conditions_of, is_forward, move_year, step_missing_before

T = Tahap
HEAD = {J.KEPALA_UNIT}
TPI = {J.KETUA_TPI, J.SEKRETARIS_TPI}
FINDERS = {J.TIUK} | TPI
LEADERS = {J.KEPALA_DAERAH, J.DELEGASI}

# step: stages from which it is taken, where it leads, who takes it
TABLE: dict[str, tuple[set[str], str, set[str]]] = {
    "declare": ({T.DIIDENTIFIKASI}, T.DICANANGKAN, HEAD),
    "designate": ({T.DICANANGKAN}, T.DITETAPKAN, FINDERS),
    "start": ({T.DITETAPKAN}, T.MEMBANGUN, HEAD),
    "self_assess": ({T.MEMBANGUN}, T.PENILAIAN_MANDIRI, HEAD),
    "evaluate": ({T.PENILAIAN_MANDIRI}, T.EVALUASI_TPI, TPI),
    "propose": ({T.EVALUASI_TPI}, T.DIUSULKAN, LEADERS),
    "coach_again": ({T.EVALUASI_TPI}, T.DIBINA, LEADERS),
    "hand_over": ({T.DIUSULKAN}, T.EVALUASI_TPN, TPI),
    "stop_proposal": ({T.DIUSULKAN}, T.DIBINA, TPI),
    "award": ({T.EVALUASI_TPN}, T.BERPREDIKAT, TPI),
    "not_awarded": ({T.EVALUASI_TPN}, T.DIBINA, TPI),
    "monitor": ({T.BERPREDIKAT}, T.PEMANTAUAN, TPI),
    "revoke": ({T.BERPREDIKAT, T.PEMANTAUAN}, T.DICABUT, TPI),
    "undo_declare": ({T.DICANANGKAN}, T.DIIDENTIFIKASI, FINDERS),
    "undo_designate": ({T.DITETAPKAN}, T.DICANANGKAN, FINDERS),
    "undo_start": ({T.MEMBANGUN}, T.DITETAPKAN, TPI),
    "return_self": ({T.PENILAIAN_MANDIRI}, T.MEMBANGUN, TPI),
    "undo_decision": ({T.DIBINA}, T.EVALUASI_TPI, LEADERS),
    "undo_propose": ({T.DIUSULKAN}, T.EVALUASI_TPI, LEADERS),
    "undo_hand_over": ({T.EVALUASI_TPN}, T.DIUSULKAN, TPI),
}
WITHOUT_REASON = {
    "declare", "designate", "start", "self_assess", "evaluate", "propose", "hand_over", "award", "monitor",
}  # fmt: skip


@pytest.fixture
def unconditional(monkeypatch):
    """Who and when alone; what must be true is tested condition by condition."""
    monkeypatch.setattr(years, "CHECKS", {})


def test_the_table_names_every_step():
    assert {step.name for step in WORKFLOW.transitions} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_every_step_from_every_stage_by_every_role(world, unconditional, name):
    sources, target, roles = TABLE[name]
    for tahap in T:
        for jenis in J:
            year = at_stage(world, tahap)
            if jenis not in roles:
                with pytest.raises(TidakBerwenang, match="hanya dapat dilakukan oleh"):
                    move_year(year, name, by=world.peran[jenis], alasan="Alasan")
            elif tahap not in sources:
                with pytest.raises(Ditolak, match="status sekarang"):
                    move_year(year, name, by=world.peran[jenis], alasan="Alasan")
            else:
                assert move_year(year, name, by=world.peran[jenis], alasan="Alasan").tahap == target
                continue
            assert PembangunanZI.objects.get(pk=year.pk).tahap == tahap


@pytest.mark.parametrize("name", TABLE)
def test_every_step_leaves_who_when_and_why(world, unconditional, name):
    sources, target, roles = TABLE[name]
    source, by = min(sources), world.peran[min(roles)]
    move_year(at_stage(world, source), name, by=by, alasan="Karena diperlukan")
    row = world.pembangunan.riwayat.first()
    assert (row.oleh, row.peran, row.kolom, row.dari, row.ke, row.alasan, row.tindakan) == (
        by.user, by, "tahap", T(source).label, T(target).label, "Karena diperlukan", WORKFLOW.get(name).label,
    )  # fmt: skip
    assert row.waktu.date() == timezone.now().date()


@pytest.mark.parametrize("name", TABLE)
def test_what_goes_back_or_ends_badly_needs_a_reason(world, unconditional, name):
    sources, _, roles = TABLE[name]
    year, by = at_stage(world, min(sources)), world.peran[min(roles)]
    if name in WITHOUT_REASON:
        move_year(year, name, by=by)
    else:
        with pytest.raises(Ditolak, match="memerlukan alasan"):
            move_year(year, name, by=by, alasan="  ")


@pytest.mark.parametrize("name", TABLE)
def test_nobody_moves_the_year_of_another_institution(world, other_world, unconditional, name):
    sources, _, roles = TABLE[name]
    with pytest.raises(TidakBerwenang):
        move_year(at_stage(world, min(sources)), name, by=other_world.peran[min(roles)], alasan="x")


def test_a_head_moves_the_own_unit_only(world, unconditional):
    other = new_year(world, UnitKerjaFactory(instansi=world.instansi))
    with pytest.raises(TidakBerwenang):
        move_year(other, "declare", by=world.peran[J.KEPALA_UNIT])


def test_a_role_that_ended_yesterday_can_do_nothing_today(world, unconditional):
    head = world.peran[J.KEPALA_UNIT]
    Peran.objects.filter(pk=head.pk).update(selesai=timezone.localdate() - timedelta(days=1))
    head.refresh_from_db()
    with pytest.raises(TidakBerwenang):
        move_year(at_stage(world, T.DIIDENTIFIKASI), "declare", by=head)


def test_of_two_who_act_at_once_one_wins_and_the_other_is_told_who(world, unconditional):
    """Both opened the page at the same stage; the second is told what the first did."""
    seen_by_both = at_stage(world, T.EVALUASI_TPI)
    move_year(seen_by_both, "propose", by=world.peran[J.KEPALA_DAERAH])
    with pytest.raises(Ditolak) as refusal:
        move_year(seen_by_both, "coach_again", by=world.peran[J.DELEGASI], alasan="Belum siap")
    assert "“Diusulkan ke TPN”" in str(refusal.value)
    assert str(world.peran[J.KEPALA_DAERAH].user) in str(refusal.value)
    assert world.pembangunan.riwayat.filter(kolom="tahap").count() == 1


def test_taking_back_the_designation_takes_the_decree_from_the_unit(world, unconditional):
    year = ready(world, "designate")
    year = move_year(year, "designate", by=world.peran[J.TIUK])
    year = move_year(year, "undo_designate", by=world.peran[J.TIUK], alasan="Salah unit")
    assert (year.nomor_penetapan, year.tanggal_penetapan, year.penetapan) == ("", None, None)


# --- conditions --------------------------------------------------------------------------------------------


def missing(year: PembangunanZI, name: str) -> set[str]:
    return {t.kode for state in conditions_of(name, year) for t in state.temuan if t.is_galat}


@pytest.mark.parametrize("name", ["declare", "designate", "start"])
def test_with_every_condition_met_the_step_is_taken(world, name):
    year = ready(world, name)
    assert missing(year, name) == set()
    assert move_year(year, name, by=world.peran[min(TABLE[name][2])]).tahap == TABLE[name][1]


def test_a_declaration_needs_its_facts_the_head_and_most_employees(world):
    """Perbup Ketapang 49/2022 Pasal 3(1): the head and all or most employees have signed."""
    sign_all(world, employees=10, signed=0)
    year = at_stage(world, T.DIIDENTIFIKASI)
    assert missing(year, "declare") == {"pencanangan", "pimpinan", "cakupan"}
    with pytest.raises(SyaratBelumTerpenuhi) as refusal:
        move_year(year, "declare", by=world.peran[J.KEPALA_UNIT])
    assert "Baru 0 dari 10 pegawai (0%)" in str(refusal.value)
    assert "kurang 6 orang lagi" in str(refusal.value)


@pytest.mark.parametrize(
    ("employees", "signed", "enough"), [(10, 5, False), (10, 6, True), (11, 5, False), (11, 6, True), (5, 2, False)]
)
def test_most_is_more_than_half(world, employees, signed, enough):
    year = sign_all(world, employees=employees, signed=signed)
    assert ("cakupan" not in missing(year, "declare")) == enough


def test_building_needs_the_team_its_decree_and_the_approved_plan(world):
    """Pergub Kalbar 20/2017 Pasal 3(2) and (3)."""
    year = at_stage(world, T.DITETAPKAN)
    found = missing(year, "start")
    assert {"sk_tim", "rencana"} <= found
    ready(world, "start")
    assert missing(PembangunanZI.objects.get(pk=year.pk), "start") == set()


def test_a_unit_without_a_team_is_told_so(world):
    world.tim.anggota.all().delete()
    TimPembangunan.objects.all().delete()
    assert "tim" in missing(at_stage(world, T.DITETAPKAN), "start")


def test_designation_needs_the_decree_and_wbk_for_wbbm(world):
    year = at_stage(world, T.DICANANGKAN)
    assert missing(year, "designate") == {"keputusan"}
    year = ready(world, "designate")
    year.target = "wbbm"
    assert missing(year, "designate") == {"wbbm_tanpa_wbk"}
    make_predikat(world, world.unit)
    assert missing(year, "designate") == set()


def test_a_late_designation_is_told_and_not_refused(world):
    year = ready(world, "designate")
    world.periode.tenggat.create(
        kode="usulan_calon", nama="Usulan calon", tanggal=timezone.localdate() - timedelta(days=1)
    )
    late = [t for state in conditions_of("designate", year) for t in state.temuan]
    assert [(t.kode, t.is_galat) for t in late] == [("tenggat", False)]
    assert move_year(year, "designate", by=world.peran[J.TIUK]).tahap == T.DITETAPKAN


def test_a_condition_says_its_words_its_state_and_where_to_mend_it(monkeypatch, world):
    monkeypatch.setattr(years, "CHECKS", {"start": [lambda year: [peringatan("a", "Tanpa nama.")]]})
    condition("start", "Rencana disetujui", lambda year: [galat("r", "Belum.")], lambda year: "/rencana/")
    condition("start", "Tim lengkap", lambda year: [], lambda year: "/tim/")
    assert [(k.label, k.is_met, k.tautan) for k in conditions_of("start", world.pembangunan)] == [
        ("Tanpa nama.", True, ""),
        ("Rencana disetujui", False, "/rencana/"),
        ("Tim lengkap", True, ""),
    ]


def test_the_apps_above_have_put_their_conditions():
    assert {"Rencana aksi disetujui"} <= {getattr(c, "label", "") for c in CHECKS["start"]}
    assert {"Penilaian mandiri disiapkan Ketua Tim"} <= {getattr(c, "label", "") for c in CHECKS["self_assess"]}


@pytest.mark.parametrize(
    ("tahap", "words"),
    [
        (T.DIIDENTIFIKASI, "“Canangkan”"),
        (T.DICANANGKAN, "“Tetapkan”"),
        (T.DITETAPKAN, "“Mulai membangun”"),
        (T.MEMBANGUN, ""),
        (T.DIBINA, ""),
    ],
)
def test_the_step_missing_before_building_is_named(world, tahap, words):
    sentence = step_missing_before(at_stage(world, tahap), T.MEMBANGUN)
    assert words in sentence
    assert bool(sentence) == bool(words)


def test_ways_back_are_told_from_ways_on():
    back = {step.name for step in WORKFLOW.transitions if not is_forward(step)}
    assert back == {name for name in TABLE if name.startswith("undo_")} | {"return_self"}


# --- pages -------------------------------------------------------------------------------------------------


def page(client_as, peran, year):
    return client_as(peran).get(reverse("pembangunan_detail", args=[year.pk]))


def test_the_line_shows_what_is_done_where_it_stands_and_since_when(world, client_as, unconditional):
    year = at_stage(world, T.DIIDENTIFIKASI)
    move_year(year, "declare", by=world.peran[J.KEPALA_UNIT])
    points = page(client_as, world.peran[J.KEPALA_UNIT], year).context["garis"]
    assert len(points) == 10
    assert [(p.selesai, p.sekarang) for p in points[:3]] == [(True, False), (False, True), (False, False)]
    assert points[1].pada.date() == timezone.now().date()
    assert points[2].pada is None


def test_a_stage_that_was_taken_back_has_no_date_on_the_line(world, client_as, unconditional):
    year = move_year(at_stage(world, T.DIIDENTIFIKASI), "declare", by=world.peran[J.KEPALA_UNIT])
    move_year(year, "undo_declare", by=world.peran[J.TIUK], alasan="Keliru")
    points = page(client_as, world.peran[J.TIUK], year).context["garis"]
    assert [(p.sekarang, p.pada is None) for p in points[:2]] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    ("tahap", "points", "last"), [(T.DIBINA, 7, "Dibina kembali"), (T.DICABUT, 11, "Predikat dicabut")]
)
def test_a_year_beside_the_line_ends_where_it_left_it(world, client_as, tahap, points, last):
    found = page(client_as, world.peran[J.KEPALA_UNIT], at_stage(world, tahap)).context["garis"]
    assert (len(found), found[-1].label, found[-1].sekarang) == (points, last, True)


@pytest.mark.parametrize("tahap", list(T))
def test_the_page_opens_at_every_stage_for_every_reader(world, client_as, tahap):
    year = at_stage(world, tahap)
    for jenis in (J.KEPALA_UNIT, J.PEGAWAI, J.SEKRETARIS_TPI, J.KEPALA_DAERAH, J.ADMIN_INSTANSI):
        assert page(client_as, world.peran[jenis], year).status_code == 200


def test_the_button_opens_when_all_is_met_and_only_for_who_may(world, client_as):
    year = at_stage(world, T.DIIDENTIFIKASI)
    assert page(client_as, world.peran[J.KEPALA_UNIT], year).context["halaman"].tombol is None
    ready(world, "declare")
    assert page(client_as, world.peran[J.KEPALA_UNIT], year).context["halaman"].tombol.label == "Canangkan"
    assert page(client_as, world.peran[J.KETUA_TIM], year).context["halaman"].tombol is None


def test_coaching_again_is_never_the_first_thing_offered(world, client_as, monkeypatch):
    """The decision to propose cannot be taken yet: its alternative stands below, not in its place."""
    monkeypatch.setattr(years, "CHECKS", {"propose": [lambda year: [galat("x", "Belum.")]]})
    answer = page(client_as, world.peran[J.KEPALA_DAERAH], at_stage(world, T.EVALUASI_TPI))
    assert answer.context["halaman"].tombol is None
    assert [(s.step.name, s.is_ready) for s in answer.context["langkah"]] == [("propose", False), ("coach_again", True)]


def test_the_step_is_taken_on_its_page_and_the_next_actors_are_told(world, client_as):
    year = ready(world, "declare")
    client, url = client_as(world.peran[J.KEPALA_UNIT]), reverse("pembangunan_step", args=[year.pk, "declare"])
    assert client.get(url).status_code == 200
    assert client.post(url).url == reverse("pembangunan_detail", args=[year.pk])
    assert world.peran[J.TIUK].user.notifikasi.get().judul == f"{world.unit}: Dicanangkan"
    again = client.post(url)
    assert (again.status_code, "status sekarang “Dicanangkan”" in again.content.decode()) == (422, True)


def test_a_refused_step_says_what_is_missing(world, client_as):
    year = at_stage(world, T.DIIDENTIFIKASI)
    response = client_as(world.peran[J.KEPALA_UNIT]).post(reverse("pembangunan_step", args=[year.pk, "declare"]))
    assert response.status_code == 422
    assert "belum dicatat" in response.content.decode()
    assert PembangunanZI.objects.get(pk=year.pk).tahap == T.DIIDENTIFIKASI


def test_a_step_that_belongs_elsewhere_has_no_page_here(world, client_as):
    url = reverse("pembangunan_detail", args=[world.pembangunan.pk])
    assert client_as(world.peran[J.KEPALA_DAERAH]).post(f"{url}langkah/propose/").status_code == 404


def test_the_wait_after_a_revocation_is_shown(world, client_as):
    make_predikat(world, world.unit, dicabut=timezone.localdate() - timedelta(days=30))
    assert "pernah dicabut" in page(client_as, world.peran[J.KEPALA_UNIT], world.pembangunan).content.decode()


def test_a_unit_goes_straight_to_its_own_year(world, client_as):
    response = client_as(world.peran[J.PEGAWAI]).get(reverse("pembangunan_list"))
    assert response.url == reverse("pembangunan_detail", args=[world.pembangunan.pk])


def test_the_list_is_filtered_by_stage_and_sorted_by_the_order_of_the_stages(world, client_as):
    for n, tahap in enumerate((T.PEMANTAUAN, T.DICANANGKAN)):
        new_year(world, UnitKerjaFactory(instansi=world.instansi, kode=f"1.{n}"), tahap)
    client, url = client_as(world.peran[J.KETUA_TPI]), reverse("pembangunan_list")

    def stages(query: str) -> list[str]:
        return [row.record.tahap for row in client.get(f"{url}?{query}").context["table"].rows]

    assert stages("tahap=dicanangkan") == [T.DICANANGKAN]
    assert stages("sort=tahap") == [T.DICANANGKAN, T.MEMBANGUN, T.PEMANTAUAN]
    assert stages("sort=-tahap") == [T.PEMANTAUAN, T.MEMBANGUN, T.DICANANGKAN]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_units(world, client_as, rows, django_assert_num_queries):
    for _ in range(rows - 1):
        new_year(world, UnitKerjaFactory(instansi=world.instansi))
    client = client_as(world.peran[J.KETUA_TPI])
    with django_assert_num_queries(8):
        client.get(reverse("pembangunan_list"))


# --- what waits for whom -----------------------------------------------------------------------------------


def todos(world, jenis) -> list[str]:
    return [t.judul for t in todo.todo_for(world.peran[jenis], world.periode, today=timezone.localdate())]


def test_a_candidate_waits_for_pledges_and_the_declaration(world):
    at_stage(world, T.DIIDENTIFIKASI)
    assert todos(world, J.PEGAWAI) == ["Tandatangani pakta integritas"]
    assert todos(world, J.KEPALA_UNIT) == ["Tandatangani pakta integritas", "Catat pencanangan pembangunan ZI"]
    ready(world, "declare")
    assert todos(world, J.KEPALA_UNIT) == ["Canangkan pembangunan ZI"]


def test_declared_units_wait_for_the_decree(world):
    at_stage(world, T.DICANANGKAN)
    for jenis in FINDERS:
        assert todos(world, jenis) == ["1 unit menunggu keputusan penetapan"]


def test_a_designated_unit_waits_for_its_head(world):
    ready(world, "start")
    assert todos(world, J.KEPALA_UNIT)[-1] == "Mulai membangun Zona Integritas"


def test_a_year_without_units_waits_for_candidates(world):
    empty = PeriodeFactory(instansi=world.instansi, tahun=world.periode.tahun + 1)
    found = todo.todo_for(world.peran[J.TIUK], empty, today=date(world.periode.tahun, 12, 1))
    assert [t.judul for t in found] == [f"Identifikasi calon unit tahun {empty.tahun}"]
