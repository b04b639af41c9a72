"""The care report: for everybody once it is published, for coordinators before."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from damayan.moderation import report_words
from damayan.moderation.queries import figures
from damayan.moderation.queries.figures import Month
from damayan.people.models import Role
from damayan.people.queries import holds
from damayan.safety.doors import person_of


def _figures(request: HttpRequest, month: Month | None) -> tuple[dict[str, Any], bool]:
    """The figures of a month, and whether they are published."""
    report = figures.published(month.key) if month else None
    if report is not None:
        return report.figures, True
    if month is None or not _may_read_before(request, month):
        raise Http404
    return figures.figures_of(month), False


def _may_read_before(request: HttpRequest, month: Month) -> bool:
    """Coordinators read the running month, and the last one until it is published."""
    running = figures.this_month()
    is_near = month in {running, running.before}
    return is_near and holds(person_of(request), Role.COORDINATOR)


@require_safe
def care_reports(request: HttpRequest) -> HttpResponse:
    months = figures.published_months()
    ahead = figures.this_month() if holds(person_of(request), Role.COORDINATOR) else None
    shown = {"months": months, "ahead": ahead, "next_on": figures.this_month().next.start}
    if months:
        shown |= _page(figures.published(months[0].key).figures, months[0])  # type: ignore[union-attr]
    return _kept_shortly(render(request, "moderation/care_reports.html", shown))


@require_safe
def care_report(request: HttpRequest, key: str) -> HttpResponse:
    month = figures.month_called(key)
    found, is_published = _figures(request, month)
    shown = {"is_published": is_published, **_page(found, month)}
    return _kept_shortly(render(request, "moderation/care_report.html", shown))


@require_safe
def care_report_data(request: HttpRequest, key: str) -> HttpResponse:
    """The same figures for a program."""
    found, _is_published = _figures(request, figures.month_called(key))
    response = JsonResponse(found, json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="care-report-{found["month"]}.json"'
    return _kept_shortly(response)


def _page(found: dict[str, Any], month: Month | None) -> dict[str, Any]:
    return {"figures": found, "month": month, "words": report_words}


def _kept_shortly(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_cache=True)
    return response
