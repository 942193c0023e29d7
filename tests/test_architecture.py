"""Imports and foreign keys point down: zi_portal -> reports -> (action_plans, evaluation) -> units."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "units": {"units"},
    "action_plans": {"action_plans", "units"},
    "evaluation": {"evaluation", "units"},
    "reports": {"reports", "action_plans", "evaluation", "units"},
    "zi_portal": {"zi_portal", "reports", "action_plans", "evaluation", "units"},
}


def imported_apps(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.split(".")[0] for name in names} & set(MAY_IMPORT)


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_imports_point_down(app):
    wrong = {
        str(path.relative_to(ROOT)): extra
        for path in (ROOT / app).rglob("*.py")
        if (extra := imported_apps(path) - MAY_IMPORT[app])
    }
    assert wrong == {}


@pytest.mark.parametrize("app", ["units", "action_plans", "evaluation", "reports"])
def test_foreign_keys_point_down(app):
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model._meta.app_label not in MAY_IMPORT[app]
    ]
    assert wrong == []


def test_nothing_but_the_engine_assigns_a_status():
    """A workflow's status changes in `units.transitions` and nowhere else; job rows have their own module."""
    hits = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for app in MAY_IMPORT
        for path in (ROOT / app).rglob("*.py")
        if path.relative_to(ROOT).as_posix() != "units/transitions.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign)
        for target in node.targets
        for name in (target.elts if isinstance(target, ast.Tuple) else [target])
        if isinstance(name, ast.Attribute) and name.attr == "status" and not _is_realisasi(path)
    ]
    assert hits == []


def _is_realisasi(path: Path) -> bool:
    """The progress of an action is a value people enter, not a workflow."""
    return path.as_posix().endswith("action_plans/services/progress.py")
