"""LibreOffice without a screen: opens workbooks, calculates them and saves them again in its own way."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

SOFFICE = shutil.which("soffice")


def resave(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Each workbook as LibreOffice saves it, by the same names; one start for all of them, with a profile of its own."""
    out = folder / "out"
    for name, data in files.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    sources = [f"{name}.xlsx" for name in files]
    done = subprocess.run(
        [*command, "--outdir", "out", *sources], cwd=folder, check=False, timeout=180, capture_output=True, text=True
    )
    assert {path.name for path in out.glob("*")} == set(sources), done.stderr
    return {name: (out / f"{name}.xlsx").read_bytes() for name in files}
