"""People paste anything: no text may stop a document."""

import pytest

from reports import pdf
from reports.data import build_rencana, load_rencana
from reports.layouts import digest_of
from tests.factories import AksiFactory
from tests.reports.conftest import make_plan, text_of

STRANGE = {
    "emoji": "Selesai 👍🏽 ✓",
    "direction marks": "abc\u202edef\u202c \u200f",
    "control characters": "satu\x0bdua\x0ctiga\x1bempat",
    "lone surrogate from a bad import": "kata\ud800kata".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "combining marks": "e" + "\u0301" * 60,
    "template words": "{{ data.kop }} {% include 'x' %} {unit}",
    "style words": "</td></tr></table>} @page { size: A1 } url(aset:logo)",
    "soft hyphens and no-break spaces": "pem\u00adba\u00adngunan\u00a0zona\u2060integritas",
    "only spaces": "   \n\t ",
    "other scripts": "漢字 العربية ภาษาไทย",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_text_does_not_stop_the_document(world, text):
    plan = make_plan(world, dasar=text, maksud_tujuan=text)
    AksiFactory(rencana=plan, aksi=text, indikator=text, langkah=text, bukti_fisik=text, target_waktu=text)
    AksiFactory(rencana=plan, aksi="Baris terakhir", indikator="Lain")
    for tata_letak in ("s0", "s4"):
        data = build_rencana(load_rencana(plan), tata_letak=tata_letak, draf=True)
        assert "Baris terakhir" in text_of(pdf.render(data, sidik=digest_of(data)).isi)
