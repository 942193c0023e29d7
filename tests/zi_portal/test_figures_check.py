"""The dashboards' figures against SQL written apart: on small data here, on a province's with `manage.py check_figures`."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from action_plans.models import LaporanTriwulan, Pembinaan, RencanaAksi
from evaluation.models import EvaluasiTPI, JawabanPenilai, PutusanBukti, Rekomendasi, RingkasanNilai
from reports.dashboard import figures
from units.models import PembangunanZI, Periode, Predikat
from zi_portal import figures_check
from zi_portal.demo.scale import PembuatSkala, Ukuran


@pytest.fixture
def instansi(db):
    """Two institutions with rows under every figure; today's year, because the command asks for today."""
    first, _ = PembuatSkala(today=timezone.localdate()).make(Ukuran(instansi=2, unit=14, tahun=3))
    return first


def check() -> str:
    out = StringIO()
    call_command("check_figures", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_pages_and_sql_agree_on_every_figure(instansi):
    found = check()
    assert found.endswith("figures agree.\n")
    assert int(found.split()[0]) > 2 * 3 * len(figures.KRITERIA)


def test_no_kind_of_figure_is_zero_throughout(instansi):
    """Else the two would agree on nothing."""
    today = timezone.localdate()
    Rekomendasi.objects.filter(status="terbuka").update(tenggat=today - timedelta(days=100))
    Rekomendasi.objects.filter(pk=Rekomendasi.objects.filter(unit__instansi=instansi)[0].pk).update(status="dijawab")
    Predikat.objects.update(reevaluasi_paling_lambat=today - timedelta(days=1))
    periods = list(Periode.objects.filter(instansi=instansi).values_list("pk", flat=True))
    counted = [figures_check.count_years(pk, today=today) for pk in periods]
    for name in (
        "memenuhi",
        "kurang",
        "belum_dinilai",
        "selisih",
        "laporan_terlambat",
        "tindak_lanjut",
        "belum_dibina",
    ):
        assert any(counts[name] for counts in counted), name
    assert all(figures_check.recommendations(instansi.pk, today=today).values())
    assert figures_check.holders(instansi.pk, today=today)["lewat"]
    assert figures_check.area_gaps(periods[0])
    EvaluasiTPI.objects.update(status="klarifikasi")  # what is judged blind counts nowhere
    JawabanPenilai.objects.update(selesai_at=timezone.now())
    assert figures_check.disputed(periods[0])
    assert figures_check.evidence(periods[0])["valid"]


@pytest.mark.parametrize(
    "change",
    [
        lambda: RencanaAksi.objects.update(versi=0),
        lambda: LaporanTriwulan.objects.update(dikirim_at=None),
        lambda: Pembinaan.objects.update(status="draf"),
        lambda: RingkasanNilai.objects.update(kurang_wbk=0),
        lambda: PembangunanZI.objects.update(tanggal_penetapan=None, target="wbbm"),
        lambda: EvaluasiTPI.objects.update(status="pleno"),
        lambda: JawabanPenilai.objects.update(selesai_at=timezone.now()),
        lambda: PutusanBukti.objects.update(putusan="valid"),
        lambda: Predikat.objects.update(status="ditinjau"),
        lambda: RingkasanNilai.objects.filter(penilaian__jenis="tpi").delete(),
    ],
)
def test_they_still_agree_when_the_data_are_bent(instansi, change):
    change()
    assert check().endswith("figures agree.\n")


def test_a_figure_that_is_counted_wrongly_is_named(instansi, monkeypatch):
    monkeypatch.setattr(figures_check, "recommendations", lambda *args, **options: {"belum": -1})
    with pytest.raises(CommandError, match="figures differ"):
        check()
