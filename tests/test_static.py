"""The weight of the interface, and what the content security policy would block or a page would miss."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import RequestFactory

from units.templatetags import ui
from zi_portal.context import NAVIGATION

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Paper has no policy: WeasyPrint reads these, no browser does.
PAPER = ("reports/kertas/",)
SCREEN = [path for path in TEMPLATES if not path.relative_to(ROOT / "templates").as_posix().startswith(PAPER)]
BUDGET = 60_000
ICON_TAG = re.compile(r"""\{% icon ["']([\w-]+)["']""")
PYTHON_ICON = re.compile(r"""ikon=["']([\w-]+)["']""")
STATIC_TAG = re.compile(r"""\{% static ["']([^"']+)["'] %\}""")


def gzipped(*patterns: str) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for pattern in patterns for path in STATIC.rglob(pattern))


def sprite() -> set[str]:
    return set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons" / "sprite.svg").read_text()))


def name(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


@pytest.mark.parametrize("pattern", ["*.css", "*.js"])
def test_all_of_a_kind_stay_within_the_budget(pattern):
    assert gzipped(pattern) < BUDGET


@pytest.mark.parametrize("path", SCREEN, ids=name)
def test_templates_hold_nothing_the_policy_blocks(path):
    text = path.read_text()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"\sstyle\s*=", text) == []
    assert re.findall(r"""\son(?:click|change|submit|load|input|error)\s*=""", text) == []
    assert re.findall(r"""(?:src|href)=["']https?://""", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_icons_and_static_files_of_a_template_exist(path):
    text = path.read_text()
    assert set(ICON_TAG.findall(text)) - sprite() == set()
    assert [found for found in STATIC_TAG.findall(text) if not finders.find(found)] == []


def test_icons_named_in_python_exist():
    apps = ("units", "action_plans", "reports", "evaluation", "zi_portal")
    named = {
        icon for app in apps for path in (ROOT / app).rglob("*.py") for icon in PYTHON_ICON.findall(path.read_text())
    }
    named |= set(ui.IKON_NADA.values()) | {icon for _, _, icon, _, _ in NAVIGATION}
    assert named - sprite() == set()


def test_sprite_holds_the_listed_icons_and_no_other():
    assert sorted(sprite()) == (STATIC / "icons" / "names.txt").read_text().split()


def test_every_vendored_file_has_licence_and_version():
    readme = (STATIC / "vendor" / "README.md").read_text()
    for folder in sorted(path for path in (STATIC / "vendor").iterdir() if path.is_dir()):
        assert (folder / "LICENSE").read_text().strip()
        for path in folder.iterdir():
            if path.name != "LICENSE":
                assert re.search(rf"`{folder.name}/{re.escape(path.name)}` \| [^|]+ \| \d+\.\d+\.\d+ \|", readme), path
    for folder in ("icons", "fonts/ui"):
        assert (STATIC / folder / "LICENSE").read_text().strip()


def test_style_sheets_and_scripts_refer_to_shipped_files_only():
    """The manifest storage stops the collection of static files at the first reference to a missing one."""
    for path in STATIC.rglob("*.js"):
        assert "sourceMappingURL" not in path.read_text(), path
    for path in STATIC.rglob("*.css"):
        text = path.read_text()
        assert "sourceMappingURL" not in text, path
        for found in re.findall(r"""url\(["']?(?!data:|#)([^"')]+)["']?\)""", text):
            assert (path.parent / found).resolve().is_file(), (path, found)


def test_colours_stand_in_the_tokens_only():
    own = [path for path in (STATIC / "css").glob("*.css") if path.name not in ("tokens.css", "print.css")]
    loose = {path.name: re.findall(r"#[0-9a-f]{3,8}\b", path.read_text(), re.IGNORECASE) for path in own}
    allowed = {"#ffffff", "#0b3f46"}  # on the top bar, the same in both themes
    assert {file: found for file, colours in loose.items() if (found := set(colours) - allowed)} == {}


def test_page_address_keeps_the_rest_of_the_filter():
    request = RequestFactory().get("/", {"area": "sdm", "page": "2"})
    assert ui.page_url({"request": request}, "page", 3) == "?area=sdm&page=3"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (20, "kurang dari 1 menit"), (300, "5 menit"), (7800, "2 jam 10 menit"), (7200, "2 jam")],
)
def test_durations_in_words(seconds, words):
    assert ui.durasi(seconds) == words


def test_an_unknown_tone_is_refused():
    with pytest.raises(KeyError):
        ui.status_chip("ungu", "Draf")
