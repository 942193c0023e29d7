"""Papers of the demo that stand under a number: teams' decrees, approved plans and reports; one replaced, one revoked."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from action_plans.models import LaporanTriwulan, RencanaAksi
from reports import services
from reports.kinds import JENIS
from reports.models import Dokumen, Terbitan
from reports.services.issuing import issue_dokumen, revoke_terbitan
from reports.services.settings import save_pengaturan
from units.models import Instansi, PembangunanZI, Peran
from zi_portal.demo.clock import on

J = Dokumen.Jenis
KODE = {"provinsi": "ITPROV", "kabupaten": "ITKAB", "kota": "ITKO"}
PENGGANTIAN = "Tembusan kepada Inspektur belum tercantum."
PENCABUTAN = "Susunan agen perubahan berubah; keputusan baru disiapkan."


def tell(units: list[Any], *, by: Peran, today: date) -> None:
    """`units` are the institution's `Tokoh`; `by` is its administrator, who sets how papers are numbered."""
    instansi = units[0].unit.instansi
    _settle(instansi, by, pola=f"700/{{urut}}/{KODE[instansi.jenis]}/{{tahun}}")
    issued = [terbitan for tokoh in units for terbitan in _papers(tokoh, today)]
    _settle(instansi, by, tembusan=f"{instansi.jabatan_kepala}\nInspektur\nArsip")
    _replace_first_plan(units, issued)
    decrees = [terbitan for terbitan in issued if terbitan.jenis == J.SK_AGEN]
    if decrees:
        revoke_terbitan(decrees[0], by=decrees[0].diterbitkan_oleh, alasan=PENCABUTAN)


def _settle(instansi: Instansi, by: Peran, **values: Any) -> None:
    save_pengaturan(instansi=instansi, jenis="", values=values, by=by)


def _papers(tokoh: Any, today: date) -> Iterator[Terbitan]:
    for jenis, pk, day in _sources(tokoh):
        with on(min(today, day)):
            data = services.choose(jenis, _source(jenis, pk, tokoh.kepala), by=tokoh.kepala, draf=False)
            if not data.is_draf and not data.kekurangan():
                yield issue_dokumen(objek=_source(jenis, pk, tokoh.kepala), jenis=jenis, data=data, by=tokoh.kepala)


def _sources(tokoh: Any) -> Iterator[tuple[str, int, date]]:
    """What the unit has that is final, with the day on which it is issued."""
    year = tokoh.pembangunan
    if tokoh.ketua != tokoh.kepala:
        for jenis in (J.SK_TIM, J.SK_AGEN):
            yield jenis, year.pk, date(year.periode.tahun, 1, 20)
    plan = RencanaAksi.objects.filter(pembangunan=year, versi__gt=0).first()
    if plan:
        yield J.LAMPIRAN_I, plan.pk, _day(plan.versi_list.first().disetujui_at)
    for report in LaporanTriwulan.objects.filter(pembangunan=year).exclude(disetujui_at=None):
        yield J.LAMPIRAN_II, report.pk, _day(report.disetujui_at)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _source(jenis: str, pk: int, by: Peran) -> RencanaAksi | LaporanTriwulan | PembangunanZI:
    return JENIS[jenis].sources(by).get(pk=pk)


def _replace_first_plan(units: list[Any], issued: list[Terbitan]) -> None:
    """The copies are part of the paper: a plan whose copies were forgotten is issued anew."""
    first = next((terbitan for terbitan in issued if terbitan.jenis == J.LAMPIRAN_I), None)
    if first is None:
        return
    by = next(tokoh.kepala for tokoh in units if tokoh.pembangunan == first.pembangunan)
    plan = _source(J.LAMPIRAN_I, first.dokumen.rencana_id, by)
    data = services.choose(J.LAMPIRAN_I, plan, by=by, draf=False)
    issue_dokumen(objek=plan, jenis=J.LAMPIRAN_I, data=data, by=by, mengganti=first, alasan=PENGGANTIAN)
