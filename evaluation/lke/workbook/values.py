"""Puts the values of formulas into a workbook that openpyxl wrote: it writes a formula or a value, never both."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from xml.etree import ElementTree as ET

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_values(data: bytes, workbook: Workbook, cached: Mapping[str, Mapping[str, object]]) -> bytes:
    """The workbook's bytes with a value beside each formula; `cached` by sheet and cell."""
    ET.register_namespace("", MAIN)
    parts = {f"xl/worksheets/sheet{n}.xml": cached.get(name, {}) for n, name in enumerate(workbook.sheetnames, 1)}
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = source.read(name)
            out.writestr(name, _fill_values(content, parts[name]) if parts.get(name) else content)
    return target.getvalue()


def _fill_values(content: bytes, values: Mapping[str, object]) -> bytes:
    root = ET.fromstring(content)  # noqa: S314 -- the sheet that was written a moment ago
    for cell in root.iter(f"{{{MAIN}}}c"):
        value = values.get(cell.get("r", ""))
        stored = cell.find(f"{{{MAIN}}}v")
        if value is None or cell.find(f"{{{MAIN}}}f") is None or stored is None:
            continue
        stored.text = str(value)
        if isinstance(value, str):
            cell.set("t", "str")
        else:
            cell.attrib.pop("t", None)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)
