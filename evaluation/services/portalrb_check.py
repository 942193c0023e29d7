"""The self-check: the three calls answered as PortalRB would get them, with what is missing named."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils import timezone

from evaluation.lke.portalrb import JUMLAH, label_of, question_of, soal_list
from evaluation.lke.structure import Instrumen as IsiInstrumen
from evaluation.models import Penilaian, TokenPortalRB
from evaluation.proposal_checks import final_results
from evaluation.services import portalrb
from evaluation.services.assessment import content_of
from evaluation.services.portalrb import Gagal
from units.choices import JenisPredikat
from units.findings import Temuan, galat, peringatan
from units.models import Instansi, VersiDataDukung

CALLS = {JenisPredikat.WBK: "/pengusulan/unit-wbk", JenisPredikat.WBBM: "/pengusulan/unit-wbbm"}


@dataclass(frozen=True, slots=True)
class Panggilan:
    """One call and its answer; `ringkas` says in words what is in it, `kosong` names what is missing."""

    alamat: str
    status: int
    isi: str
    ringkas: str
    kosong: tuple[str, ...] = ()


def run_check(instansi: Instansi, tahun: int) -> tuple[list[Panggilan], list[Temuan]]:
    calls, units = [], {}
    for target, path in CALLS.items():
        status, body = _call(lambda target=target: portalrb.units_payload(instansi, target, tahun))
        calls.append(Panggilan(path, status, _text(body), f"{len(body.get('units', ()))} unit kerja"))
        units |= {item["id"]: item["nama"] for item in body.get("units", ())}
    for unit_id, nama in units.items():
        calls.append(_answers(instansi, unit_id, nama, tahun))
    return calls, _about(instansi, calls, bool(units), tahun)


def _answers(instansi: Instansi, unit_id: str, nama: str, tahun: int) -> Panggilan:
    status, body = _call(lambda: portalrb.answers_payload(instansi, unit_id, tahun, tautan=_unsigned))
    path = f"/lke/jawaban-unit/{unit_id}"
    if status != HTTPStatus.OK:
        return Panggilan(path, status, _text(body), f"{nama}: {body['message']}")
    isi = _instrument(unit_id, tahun)
    missing = missing_answers(isi, body["answers"])
    shown = sum(bool(item["bukti_dukung_unit"]) for item in body["answers"])
    words = f"{nama}: {JUMLAH - len({m[0] for m in missing})} dari {JUMLAH} jawaban unit, {shown} soal dengan bukti"
    return Panggilan(path, status, _text(body), words, tuple(text for _, text in missing))


def missing_answers(isi: IsiInstrumen, answers: list[Mapping[str, Any]]) -> list[tuple[int, str]]:
    """Each number without the unit's answer, with the question in words."""
    empty = {item["soal_id"] for item in answers if item["jawaban_unit"] is None}
    return [
        (soal.soal_id, f"Soal {soal.soal_id} ({question_of(isi, soal).kode}): {label_of(isi, soal)}")
        for soal in soal_list()
        if soal.soal_id in empty
    ]


def _instrument(unit_id: str, tahun: int) -> IsiInstrumen:
    rows = final_results().filter(pembangunan__unit_id=int(unit_id), pembangunan__periode__tahun=tahun)
    return content_of(rows.select_related("instrumen").get().instrumen)[0]


def _unsigned(tpi: Penilaian, versi: VersiDataDukung) -> str:
    """The check gives no working link away."""
    return versi.tautan or f"{settings.SITE_URL}/portalrb/v1/bukti/… ({versi.nama})"


def _call(handler: Callable[[], dict[str, Any]]) -> tuple[int, dict[str, Any]]:
    try:
        return HTTPStatus.OK, handler()
    except Gagal as failure:
        return failure.http, failure.body()


def _text(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)


def _about(instansi: Instansi, calls: list[Panggilan], any_unit: bool, tahun: int) -> list[Temuan]:
    found = []
    today = timezone.localdate()
    tokens = TokenPortalRB.objects.filter(instansi=instansi, dicabut_at=None)
    if not any(portalrb.is_valid(token, today) for token in tokens):
        found.append(galat("token", "Tidak ada token yang berlaku; Administrator Instansi membuatnya."))
    if not settings.SITE_URL.startswith("https://"):
        found.append(galat("https", "Alamat portal bukan HTTPS (SITE_URL); PortalRB hanya memanggil lewat HTTPS."))
    if not any_unit:
        found.append(peringatan("unit", f"Belum ada unit kerja yang diputuskan untuk diusulkan pada tahun {tahun}."))
    for call in calls:
        if call.status != HTTPStatus.OK:
            found.append(galat("panggilan", call.ringkas, call.alamat))
        elif call.kosong:
            found.append(galat("jawaban", f"{len(call.kosong)} jawaban unit kosong.", call.alamat))
    return found
