"""Paper looks the same on every machine: WeasyPrint sees the vendored fonts and no other."""

import os
from pathlib import Path
from xml.sax.saxutils import escape

# The regulations' forms name fonts that are not free; each gets a free one of the same metrics.
ALIASES = {
    "Bookman Old Style": "TeX Gyre Bonum",
    "serif": "TeX Gyre Bonum",
    "Arial": "Liberation Sans",
    "Tahoma": "Liberation Sans",
    "sans-serif": "Liberation Sans",
}


def configure_fonts(base_dir: Path, data_dir: Path) -> None:
    """Point fontconfig at a private file. Has to run before WeasyPrint is imported, which reads it once."""
    folder = data_dir / "fontconfig"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "fonts.conf"
    content = fonts_conf(base_dir / "static" / "fonts" / "paper", folder / "cache")
    if not target.exists() or target.read_text() != content:
        # web, worker and beat start together: nobody may read a half-written file
        draft = folder / f"fonts.conf.{os.getpid()}"
        draft.write_text(content)
        draft.replace(target)
    os.environ["FONTCONFIG_FILE"] = str(target)


def fonts_conf(fonts: Path, cache: Path) -> str:
    aliases = "".join(
        f'  <alias binding="same"><family>{asked}</family><prefer><family>{given}</family></prefer></alias>\n'
        for asked, given in ALIASES.items()
    )
    return (
        '<?xml version="1.0"?>\n'
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        "<fontconfig>\n"
        f"  <dir>{escape(str(fonts))}</dir>\n"
        f"  <cachedir>{escape(str(cache))}</cachedir>\n"
        f"{aliases}"
        "</fontconfig>\n"
    )
