"""What screening does, for coordinators and whoever they answer to."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from damayan.foundation.languages import named
from damayan.moderation import report_words
from damayan.moderation.queries.screening import lately
from damayan.people.models import Role
from damayan.safety import measured
from damayan.safety.actions.line import FORGET_AFTER
from damayan.safety.doors import only


@never_cache
@require_safe
@only(Role.COORDINATOR)
def screening(request: HttpRequest) -> HttpResponse:
    found = measured.measured()
    page = {
        "measured": found,
        "rows": _rows(found) if found else [],
        "model": measured.model_figures().get("risk", {}).get("cross_validated"),
        "version": measured.running_version(),
        "lately": lately(),
        "words": report_words,
        "line_days": FORGET_AFTER.days,
        "operator": settings.OPERATOR,
        "contact": settings.OPERATOR_CONTACT,
    }
    return render(request, "moderation/screening.html", page)


def _rows(found: Mapping[str, Any]) -> list[list[str]]:
    """Per language: how many sentences, and four shares with their 95 % intervals."""
    return [
        [named([code])[0], str(part["texts"]), *(_share(one) for one in _shares(part))]
        for code, part in found["languages"].items()
    ]


def _shares(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        part["levels"]["urgent"]["recall"],
        part["distress_recall"],
        part["everyday_flagged"],
        part["levels"]["urgent"]["precision"],
    ]


def _share(one: Mapping[str, Any]) -> str:
    """As ``98 % (91–100)``."""
    if one["share"] is None:
        return "–"
    share, low, high = (round(100 * one[name]) for name in ("share", "low", "high"))
    return f"{share} % ({low}–{high})"
