"""Checking what another directory brings, row by row, before anything is kept."""

import csv
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from damayan.foundation import languages
from damayan.support.referral.exchange import hsds, table
from damayan.support.referral.models import Service, ServiceKind

MOST = 5000
_LONGEST = {"name": 120, "about": 600, "for_whom": 240, "cost": 240, "hours": 240, "way_there": 400}


@dataclass(frozen=True)
class Problem:
    """``row`` counts services from 1."""

    row: int
    words: str


def read(content: bytes) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Rows that are fit to be brought in, and what is wrong with the others."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Problem(0, _("This file is not text in UTF-8."))]
    try:
        raw = hsds.read(text) if text.lstrip()[:1] in "[{" and text.strip() else table.read(text)
    except (ValueError, csv.Error, RecursionError):
        return [], [Problem(0, _("This is neither our CSV nor JSON after HSDS."))]
    if not raw or len(raw) > MOST:
        return [], [Problem(0, _("A file holds between 1 and %(n)s services.") % {"n": MOST})]
    return _sorted_out(raw)


def _sorted_out(raw: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Problem]]:
    fit: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for number, row in enumerate(raw, 1):
        wrong = _wrong(row, fit)
        if wrong:
            problems.append(Problem(number, wrong))
        else:
            fit[row["source_id"]] = _cleaned(row)
    return list(fit.values()), problems


def _wrong(row: dict[str, Any], before: dict[str, Any]) -> str:
    if not row["source_id"] or len(row["source_id"]) > 64 or row["source_id"] in before:
        return _("It needs an id of its own, at most 64 signs.")
    if not row["name"]:
        return _("It has no name.")
    if not row["province"]:
        return _("It does not say in which province it is.")
    if any("\x00" in str(value) for value in row.values()):
        return _("It holds signs that are not text.")
    for name, longest in _LONGEST.items():
        if any(len(words) > longest for words in row[name].values()):
            return _("“%(field)s” is longer than %(n)s signs.") % {"field": name, "n": longest}
    return _wrong_details(row)


def _wrong_details(row: dict[str, Any]) -> str:
    for name in table.PLAIN:
        longest = getattr(Service._meta.get_field(name), "max_length", None)
        if longest and len(row[name]) > longest:
            return _("“%(field)s” is longer than %(n)s signs.") % {"field": name, "n": longest}
    try:
        if row["email"]:
            validate_email(row["email"])
    except ValidationError:
        return _("Its e-mail address is not one.")
    return ""


def _cleaned(row: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for kind in row["kinds"] if kind in ServiceKind.values]
    spoken = [code for code in row["languages"] if code in languages.NAMES]
    return {**row, "kinds": kinds or [ServiceKind.OTHER.value], "languages": spoken}
