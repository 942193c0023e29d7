"""Every kind of paper, from one row to five hundred: nothing cut, nothing lost, nothing alone, no page blank."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from reports import pdf
from reports.kinds import JENIS
from reports.layouts import html_of
from reports.models import Dokumen
from tests.reports.paper_geometry import problems
from tests.reports.samples import LONG, SIZES, sample, variants


def _papers() -> list:
    """Every kind and form in every size; what is huge once for each template and data class, which is where it can break."""
    found, seen = [], set()
    for jenis in JENIS:
        for form, data in variants(jenis).items():
            template = (type(data), data.templat)
            for size in SIZES:
                if size != "huge" or template not in seen:
                    found.append(pytest.param(jenis, form, size, id="-".join(filter(None, (jenis, form, size)))))
            seen.add(template)
    return found


@pytest.mark.parametrize(("jenis", "form", "size"), _papers())
def test_a_paper_of_any_size_is_whole(jenis, form, size):
    data = variants(jenis, size)[form]
    html = html_of(data)
    with pdf.quiet_gc():
        found = problems(pdf.layout(html, draf=data.is_draf, logo=None), html)
    assert found == {}


def _unbroken(data: Any) -> Any:
    """The same data with a word of 120 letters in every text that people type."""
    if isinstance(data, tuple):
        return tuple(_unbroken(item) for item in data)
    if not is_dataclass(data):
        return data
    values = {f.name: getattr(data, f.name) for f in fields(data)}
    typed = {
        name: value + " " + "A" * 120 for name, value in values.items() if name in TYPED and isinstance(value, str)
    }
    return replace(data, **{name: _unbroken(value) for name, value in values.items()} | typed)


TYPED = LONG | {"indikator", "nama", "jabatan", "tautan", "rekomendasi", "unit", "alamat"}


# of what people type, the recap has nothing but the names of units
@pytest.mark.parametrize("jenis", [jenis for jenis in JENIS if jenis != Dokumen.Jenis.REKAP_UNIT])
def test_a_word_without_spaces_is_broken_not_cut(jenis):
    data = _unbroken(sample(jenis))
    html = html_of(data)
    assert "A" * 120 in html
    with pdf.quiet_gc():
        found = problems(pdf.layout(html, draf=data.is_draf, logo=None), html)
    assert found == {}


FAULTS = {
    "text outside of the page": '<p style="white-space: nowrap; overflow-wrap: normal">' + "kata " * 60 + "</p>",
    "text over text": '<p>Pertama</p><p style="margin-top: -1.3em">Kedua</p>',
    "blank pages": '<p>Satu</p><p style="break-before: page; height: 1cm"></p><p style="break-before: page">Dua</p>',
    "heading at the foot": '<p style="height: 22cm">Isi</p><h2 style="break-after: auto">Judul</h2><p style="height: 4cm">Isi</p>',
    "text that is not printed": '<p style="display: none">Hilang</p>',
    "table without its head": "<table><thead><tr><th>K</th></tr></thead><tbody>"
    + '<tr><td style="height: 24.4cm">A</td></tr><tr><td>B</td></tr></tbody></table>',
}


@pytest.mark.parametrize(("name", "body"), FAULTS.items(), ids=FAULTS)
def test_the_check_finds(name, body):
    html = f'<html lang="id"><body><p>Awal</p>{body}</body></html>'
    assert name in problems(pdf.layout(html, draf=False, logo=None), html)
