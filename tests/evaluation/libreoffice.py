"""LibreOffice without a screen: opens workbooks and documents, calculates them and saves or prints them in its own way."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

SOFFICE = shutil.which("soffice")
# Opens documents; Debian packs it apart from what opens workbooks.
WRITER = bool(SOFFICE) and (Path(SOFFICE).resolve().parent / "libswlo.so").exists()


def resave(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Each workbook as LibreOffice saves it, by the same names."""
    return _converted({f"{name}.xlsx": data for name, data in files.items()}, folder, "xlsx")


def resave_docx(content: bytes, folder: Path) -> bytes:
    """A Word file as LibreOffice saves it."""
    return _converted({"berkas.docx": content}, folder, "docx")["berkas"]


def printed(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Each file, named with its extension, as the PDF that LibreOffice prints; by its name without extension."""
    return _converted(files, folder, "pdf")


def _converted(files: Mapping[str, bytes], folder: Path, kind: str) -> dict[str, bytes]:
    """One start for all of them, with a profile of its own."""
    out = folder / "out"
    for name, data in files.items():
        (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    done = subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", "out", *files],
        cwd=folder, check=False, timeout=180, capture_output=True, text=True,
    )  # fmt: skip
    wanted = {f"{Path(name).stem}.{kind}" for name in files}
    assert {path.name for path in out.glob("*")} == wanted, done.stderr
    return {Path(name).stem: (out / name).read_bytes() for name in wanted}
