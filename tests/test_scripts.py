"""The start scripts and lock files, as far as they can be judged without starting anything."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHELL = ["bin/serve", "bin/test", "bin/lib/setup.sh", ".ci/run"]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


@pytest.mark.parametrize("script", SHELL)
def test_shell_script_parses(script):
    run = subprocess.run(["bash", "-n", ROOT / script], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("script", ["bin/serve", "bin/test", ".ci/run"])
def test_shell_script_can_be_run_and_stops_at_the_first_error(script):
    assert os.access(ROOT / script, os.X_OK)
    assert "set -euo pipefail" in (ROOT / script).read_text()


def pins(lock: str) -> list[tuple[str, str]]:
    """(name, version); a name comes twice where an old Python needs another version."""
    pattern = r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==([^ ]+)"
    return re.findall(pattern, (ROOT / lock).read_text(), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_host(lock):
    text = (ROOT / lock).read_text()
    blocks = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    without = [block.split()[0] for block in blocks if "--hash=sha256:" not in block]
    assert without == []
    assert len(pins(lock)) == len(blocks)
    assert re.findall(r"https?://|--index-url|--extra-index-url|--find-links|file:", text) == []


def test_tests_run_on_the_versions_that_are_served():
    served, tested = (pins(lock) for lock in LOCKS)
    assert [pin for pin in served if pin not in tested] == []


def test_env_example_lists_every_setting():
    settings = (ROOT / "zi_portal" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    read |= set(re.findall(r"\$\{(ZI_[A-Z_]+)", (ROOT / "bin/lib/setup.sh").read_text()))
    read |= set(re.findall(r'env\.\w+\("([A-Z_]+)"', (ROOT / "bin/lib/supervise.py").read_text()))
    listed = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(read)


def test_env_example_is_read_without_an_error(tmp_path):
    """What people copy has to start: its values are given to the settings as they stand."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    run = settings_with(values | {"DATA_DIR": str(tmp_path)})
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_UPLOAD_MB", "banyak"),
        ("DATABASE_URL", "nowhere"),
        ("TIME_ZONE", "Mars"),
        ("HTTPS", "mungkin"),
        ("REDIS_URL", "localhost"),
        ("SITE_URL", "zi.example"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(name, value, tmp_path):
    run = settings_with({"DATA_DIR": str(tmp_path), name: value})
    assert run.returncode != 0
    assert name in run.stderr


def test_production_settings_raise_no_warning(tmp_path):
    values = {"DATA_DIR": str(tmp_path), "HTTPS": "true", "ALLOWED_HOSTS": "zi.example.go.id"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    run = subprocess.run(command, cwd=ROOT, env=values, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


def settings_with(values: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import zi_portal.settings"]
    return subprocess.run(command, cwd=ROOT, env=values, capture_output=True, text=True)


def test_production_files_start_the_worker_as_bin_serve_does():
    """A flag forgotten in one of the places would show only in production."""
    flags = "--without-gossip --without-mingle --without-heartbeat"
    for path in ("compose.yaml", "deploy/systemd/zi-portal-worker.service"):
        assert flags in (ROOT / path).read_text(), path
    supervise = (ROOT / "bin/lib/supervise.py").read_text()
    assert all(f'"{flag}"' in supervise for flag in flags.split())
