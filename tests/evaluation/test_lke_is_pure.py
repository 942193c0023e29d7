"""The core can be used without Django, and asks neither the clock nor the settings."""

import ast
import subprocess
import sys
from pathlib import Path

LKE = Path(__file__).resolve().parents[2] / "evaluation" / "lke"
FORBIDDEN = {"django", "datetime", "time", "random", "os", "environs"}


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def test_no_module_imports_django_or_the_clock():
    found = {path.name: _imports(path) & FORBIDDEN for path in LKE.rglob("*.py")}
    assert {name: names for name, names in found.items() if names} == {}


def test_the_core_loads_without_django():
    modules = [
        ".".join(path.relative_to(LKE.parents[1]).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(LKE.rglob("*.py"))
    ]
    code = f"import sys, {', '.join(modules)}; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=LKE.parents[1], check=True)
