"""docs/glossary.md has a row for every model."""

import re
from pathlib import Path

from django.apps import apps

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
OURS = ("units", "action_plans", "evaluation", "reports")


def test_every_model_has_a_row():
    known = set(re.findall(r"`(\w+)`", GLOSSARY.read_text()))
    models = {model.__name__ for app in OURS for model in apps.get_app_config(app).get_models()}
    assert models - known == set()
