"""The archive finds everything that was issued and leads along what replaced what; its settings say what is wrong."""

import pytest
from django.urls import reverse

from reports import services
from reports.cap import grouped
from reports.models import Dokumen, PengaturanDokumen, Terbitan
from reports.services.issuing import issue_dokumen, revoke_terbitan
from reports.services.settings import save_pengaturan
from tests.factories import AksiFactory, World
from tests.reports.conftest import approve_plan, approve_report, make_plan, make_report
from units.choices import JenisPeran
from units.errors import Ditolak, TidakBerwenang

J, D, S = JenisPeran, Dokumen.Jenis, Terbitan.Status


def issue(world: World, objek, jenis: str, **how) -> Terbitan:
    by = world.peran[J.KEPALA_UNIT]
    data = services.choose(jenis, objek, by=by, draf=False)
    return issue_dokumen(objek=objek, jenis=jenis, data=data, by=by, **how)


@pytest.fixture
def plan(world):
    row = make_plan(world)
    AksiFactory(rencana=row)
    approve_plan(row, world)
    return row


@pytest.fixture
def papers(world, plan) -> list[Terbitan]:
    """A plan that was replaced, the plan that replaced it, and a revoked report."""
    first = issue(world, plan, D.LAMPIRAN_I)
    plan.aksi.update(aksi="Diubah")
    approve_plan(plan, world)
    second = issue(world, plan, D.LAMPIRAN_I, alasan="Target diperbarui")
    report = issue(world, approve_report(make_report(world), world), D.LAMPIRAN_II)
    revoke_terbitan(report, by=world.peran[J.KEPALA_UNIT], alasan="Salah triwulan")
    return [Terbitan.objects.get(pk=row.pk) for row in (first, second, report)]


def found(client, **asked) -> list[str]:
    return [row.nomor for row in client.get(reverse("terbitan_list"), asked).context["table"].data]


# --- the list -----------------------------------------------------------------------------------------------------------


def test_the_archive_holds_what_is_in_force_and_what_no_longer_is(world, papers, client_as):
    page = client_as(world.peran[J.KEPALA_UNIT]).get(reverse("terbitan_list")).content.decode()
    for row in papers:
        assert row.nomor in page
    assert "Diganti" in page
    assert "Dicabut" in page


def test_a_paper_is_found_by_number_code_kind_signatory_status_day_unit_and_year(world, papers, client_as):
    client = client_as(world.peran[J.KEPALA_UNIT])
    first, second, report = papers
    assert found(client, q=second.nomor) == [second.nomor]
    assert found(client, q=grouped(report.kode).lower()) == [report.nomor]
    assert found(client, jenis=D.LAMPIRAN_II) == [report.nomor]
    assert found(client, status=S.DIGANTI) == [first.nomor]
    assert len(found(client, penanda=world.peran[J.KEPALA_UNIT].user.nama)) == 3
    assert found(client, penanda="Tidak ada orangnya") == []
    assert len(found(client, periode=world.periode.pk)) == 3
    of_all_units = client_as(world.peran[J.KETUA_TPI])  # who does not see a report before it is sent
    assert found(of_all_units, unit=world.unit.pk) == [second.nomor, first.nomor]
    assert found(of_all_units, unit=world.inspektorat.pk) == []
    assert len(found(client, dari=first.tanggal.isoformat(), sampai=first.tanggal.isoformat())) == 3
    assert found(client, sampai="2001-01-01") == []
    assert (found(client, simpan="lewat"), len(found(client, simpan="berjalan"))) == ([], 3)
    Terbitan.objects.filter(pk=first.pk).update(retensi_sampai="2020-12-31")
    assert found(client, simpan="lewat") == [first.nomor]


def test_papers_of_another_institution_and_of_another_unit_stay_out(world, other_world, papers, client_as):
    assert found(client_as(other_world.peran[J.KETUA_TPI])) == []
    assert found(client_as(other_world.peran[J.KEPALA_UNIT])) == []
    assert client_as(other_world.peran[J.KETUA_TPI]).get(detail(papers[0])).status_code == 404


def detail(terbitan: Terbitan) -> str:
    return reverse("terbitan_detail", args=[terbitan.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_needs_the_same_queries_for_one_and_for_three(world, client_as, django_assert_num_queries, count):
    for triwulan in range(1, count + 1):
        issue(world, approve_report(make_report(world, triwulan=triwulan), world), D.LAMPIRAN_II)
    client = client_as(world.peran[J.KETUA_TPI])
    client.get(reverse("terbitan_list"))
    with django_assert_num_queries(9):
        client.get(reverse("terbitan_list"))


# --- one paper ----------------------------------------------------------------------------------------------------------


def test_a_replaced_paper_leads_to_its_successor_and_back_with_the_reason(world, papers, client_as):
    first, second, _ = papers
    client = client_as(world.peran[J.KETUA_TIM])
    services.render_dokumen(first.dokumen_id)
    services.render_dokumen(second.dokumen_id)
    old, new = client.get(detail(first)).content.decode(), client.get(detail(second)).content.decode()
    assert detail(second) in old
    assert "Target diperbarui" in old
    assert detail(first) in new
    assert Dokumen.objects.get(pk=second.dokumen_id).berkas.sha256 in new
    assert grouped(second.kode) in new


def test_a_paper_that_is_no_longer_in_force_cannot_be_revoked_again(world, papers, client_as):
    first, second, report = papers
    client = client_as(world.peran[J.KEPALA_UNIT])
    assert reverse("terbitan_revoke", args=[second.pk]) in client.get(detail(second)).content.decode()
    for row in (first, report):
        assert reverse("terbitan_revoke", args=[row.pk]) not in client.get(detail(row)).content.decode()


def test_revoking_asks_for_a_reason(world, papers, client_as):
    client, url = client_as(world.peran[J.KEPALA_UNIT]), reverse("terbitan_revoke", args=[papers[1].pk])
    assert "tidak dapat dibatalkan" in client.get(url).content.decode()
    assert client.post(url, {"alasan": " "}).status_code == 422
    client.post(url, {"alasan": "Salah unit"})
    papers[1].refresh_from_db()
    assert (papers[1].status, papers[1].alasan) == (S.DICABUT, "Salah unit")


# --- settings -----------------------------------------------------------------------------------------------------------


def fields(**changes) -> dict:
    base = {"pola": "700/{urut}/ITKAB/{tahun}", "lebar": 3, "mulai": 1, "retensi_tahun": 10}
    return base | changes


def edit_url(jenis: str = "umum") -> str:
    return reverse("pengaturan_dokumen_edit", args=[jenis])


@pytest.mark.parametrize(
    ("pola", "said"), [("700/{nomer}/{tahun}", "{nomer} tidak dikenal"), ("700/ITKAB/{tahun}", "memuat {urut}")]
)
def test_a_pattern_that_makes_no_number_is_refused_with_the_reason(world, client_as, pola, said):
    answer = client_as(world.peran[J.ADMIN_INSTANSI]).post(edit_url(), fields(pola=pola))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PengaturanDokumen.objects.exists()


def test_what_was_set_is_kept_with_history_and_shown_in_the_list(world, client_as):
    client = client_as(world.peran[J.ADMIN_INSTANSI])
    client.post(edit_url(), fields(tempat="Sukadana", tembusan="Bupati\nArsip"))
    row = PengaturanDokumen.objects.get()
    assert (row.jenis, row.pola, row.tempat) == ("", "700/{urut}/ITKAB/{tahun}", "Sukadana")
    history = world.instansi.riwayat.filter(tindakan="Pengaturan dokumen: Semua jenis")
    assert history.get(kolom="Pola nomor (umum)").ke == row.pola
    page = client.get(reverse("pengaturan_dokumen_list")).content.decode()
    assert "700/001/ITKAB/" in page
    assert "Sukadana" in page


def test_the_example_follows_what_is_typed(world, client_as):
    client = client_as(world.peran[J.ADMIN_INSTANSI])
    url = reverse("pengaturan_dokumen_contoh", args=["sptjm"])
    assert "LHE/0007/" in client.get(url, {"pola": "LHE/{urut}/{tahun}", "lebar": "4", "mulai": "7"}).content.decode()
    assert "tidak dikenal" in client.get(url, {"pola": "{nomor}/{urut}/{tahun}"}).content.decode()
    assert "700/001/ZI/" in client.get(url, {"pola": "", "lebar": "x", "mulai": "-1"}).content.decode()


def test_a_pattern_belongs_to_one_series(world):
    by = world.peran[J.ADMIN_INSTANSI]
    save_pengaturan(instansi=world.instansi, jenis="", values={"pola": "700/{urut}/{tahun}"}, by=by)
    with pytest.raises(Ditolak, match="sudah dipakai untuk Semua jenis"):
        save_pengaturan(instansi=world.instansi, jenis=D.SPTJM, values={"pola": "700/{urut}/{tahun}"}, by=by)


def test_only_the_administrator_sets_how_papers_are_numbered(world):
    with pytest.raises(TidakBerwenang):
        save_pengaturan(instansi=world.instansi, jenis="", values={"pola": "1"}, by=world.peran[J.KETUA_TPI])


def test_a_kind_with_numbers_of_its_own_asks_for_no_pattern_and_a_pledge_for_no_signatory(world, client_as):
    client = client_as(world.peran[J.ADMIN_INSTANSI])
    assert "pola" not in client.get(edit_url(D.LHE)).context["form"].fields
    assert "penanda_nama" not in client.get(edit_url(D.PAKTA)).context["form"].fields
    assert client.get(edit_url(D.RANCANGAN_PENETAPAN)).status_code == 404


def test_half_a_signatory_is_refused(world, client_as):
    answer = client_as(world.peran[J.ADMIN_INSTANSI]).post(edit_url(D.LAMPIRAN_II), fields(penanda_nama="Ratna Dewi"))
    assert "Isi jabatan dan nama penanda tangan bersama" in answer.content.decode()


def test_who_changed_the_same_setting_meanwhile_is_named(world, client_as):
    client = client_as(world.peran[J.ADMIN_INSTANSI])
    versi = client.get(edit_url()).context["form"].fields["versi"].initial
    client.post(edit_url(), fields(tempat="Sukadana"))
    answer = client.post(edit_url(), fields(tempat="Teluk Batang", versi=versi))
    assert answer.status_code == 422
    assert PengaturanDokumen.objects.get().tempat == "Sukadana"
