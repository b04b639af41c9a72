"""The house holds: relations point down, no room forgets what it holds, files stay small."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from damayan.people.holdings import covered_models

ROOT = Path(settings.ROOT)
CODE = ROOT / "damayan"
ROOMS = [
    "foundation",
    "people",
    "notices",
    "safety",
    "groups",
    "stories",
    "support",
    "moderation",
    "home",
    "demo",
]
PYTHON = sorted(p for p in CODE.rglob("*.py") if "migrations" not in p.parts)
TEMPLATES = sorted(p for p in CODE.rglob("*") if p.parent.match("**/jinja2/**") and p.is_file())
# Models that reach a persona, yet hold nothing of any person, each with its reason.
NOBODYS = {"demo.importedauthor": "the author of an imported corpus: behind its persona is nobody"}
# Functions over 40 lines, each with its reason.
LONG_FUNCTIONS: dict[str, str] = {}


def _our_models():
    return [m for m in apps.get_models() if m.__module__.startswith("damayan.")]


def _room(model) -> int:
    return ROOMS.index(model.__module__.split(".")[1])


def test_every_relation_points_to_the_same_room_or_down():
    wrong = [
        f"{model._meta.label}.{f.name} → {f.related_model._meta.label}"
        for model in _our_models()
        for f in model._meta.get_fields()
        if f.is_relation
        and not f.auto_created
        and f.related_model
        and f.related_model.__module__.startswith("damayan.")
        and _room(f.related_model) > _room(model)
    ]
    assert wrong == []


def _reaches_a_person(model) -> bool:
    named = {
        "people.Person",
        "groups.Persona",
        "groups.Membership",
        "stories.Story",
        "stories.Reply",
    }
    return model._meta.label in named or any(
        f.is_relation
        and not f.auto_created
        and f.related_model
        and f.related_model._meta.label in named
        for f in model._meta.get_fields()
    )


def test_no_model_that_reaches_a_person_forgot_export_and_erasure():
    reaching = {m._meta.label_lower for m in apps.get_models() if _reaches_a_person(m)}
    assert reaching - covered_models() - NOBODYS.keys() == set()


def test_no_model_but_membership_joins_a_person_to_a_persona():
    """Whoever reads one table must not learn who wears a persona."""
    both = [
        model._meta.label
        for model in _our_models()
        if {"people.Person", "groups.Persona"}
        <= {
            f.related_model._meta.label
            for f in model._meta.get_fields()
            if f.is_relation
            and not f.auto_created
            and f.related_model
            and not f.name.endswith("_by")
        }
    ]
    assert both == ["groups.Membership"]


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: str(p.relative_to(CODE)))
def test_files_stay_small_and_functions_short(path):
    text = path.read_text()
    assert text.count("\n") <= 400, "split this file"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{path.relative_to(CODE)}:{node.name}"
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 40 or name in LONG_FUNCTIONS, f"{name} has {length} lines"


def test_views_load_only_through_querysets_that_know_the_reader():
    wrong = [
        f"{path.relative_to(CODE)}:{number}"
        for path in PYTHON
        if path.name.endswith("views.py") or path.parent.name == "views"
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\.objects\.(?!visible_to|readable_by)", line)
    ]
    assert wrong == []


def test_templates_hold_no_inline_script_or_style():
    bad = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\ssrc=)", re.I)
    wrong = [
        f"{path.relative_to(CODE)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if bad.search(line)
    ]
    assert wrong == []


def test_no_page_asks_anything_of_a_third_party():
    files = TEMPLATES + [
        p for p in CODE.rglob("static/**/*") if p.suffix in {".css", ".js", ".svg"}
    ]
    away = re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}", re.I)
    found = {
        match
        for path in files
        for match in away.findall(path.read_text())
        if not match.startswith(("http://www.w3.org", "https://www.w3.org"))
    }
    assert found == set()
