"""Office hours: offer, find, book, cancel, keep in one's own calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.foundation.verdict import Refused
from damayan.safety import care
from damayan.safety.card import card
from damayan.safety.doors import MemberRequest
from damayan.support.questions import actions, calendars, queries, zones
from damayan.support.questions.forms import BookForm, SlotForm, ZoneForm
from damayan.support.questions.models import Slot
from damayan.support.questions.views.answering import kept_words, standing


def _slot(request: MemberRequest, key: str) -> tuple[Slot, str]:
    found = queries.slot_for(request.user, key)
    if found is None:
        raise Http404
    return found


def _said(request: HttpRequest) -> object:
    zone = zones.zone_of(request.session)
    return lambda moment: zones.said(moment, zone)


@never_cache
@require_safe
@login_required
def hours(request: MemberRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    zone = str(zones.zone_of(request.session))
    page = {
        "page": queries.free_slots(request.user, after=after, before=before),
        "mine": queries.my_slots(request.user),
        "said": _said(request),
        "zone": ZoneForm(initial={"zone": zone}),
        "zone_name": zone,
    }
    return render(request, "questions/hours.html", page)


@require_POST
@login_required
def zone(request: MemberRequest) -> HttpResponse:
    if not zones.choose(request.session, request.POST.get("zone", "")[:64]):
        messages.error(request, _("We do not know this time zone."))
    return redirect("questions:hours")


@never_cache
@require_safe
@login_required
def slot(request: MemberRequest, key: str) -> HttpResponse:
    return _show(request, key, BookForm())


def _show(request: MemberRequest, key: str, form: BookForm) -> HttpResponse:
    found, words = _slot(request, key)
    met = care.shown(request.session, [("slot", key)])
    page = {
        "slot": found,
        "words": words,
        "said": _said(request),
        "form": form,
        "is_mine": found.booked_by_id == request.user.pk,
        "is_theirs": found.practice.person_id == request.user.pk,
        **(card(request.session, met) if met else {}),
    }
    return render(request, "questions/slot.html", page)


@require_POST
@login_required
def book(request: MemberRequest, key: str) -> HttpResponse:
    found, form = queries.slot_for(request.user, key), BookForm(request.POST)
    if found is None:
        taken = _("Somebody else has just taken this time. Here are the others.")
        return kept_words(request, taken, "questions:hours")
    if not form.is_valid():
        return _show(request, key, form)
    try:
        _kept, raised = actions.book(by=request.user, slot=found[0], **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        if queries.slot_for(request.user, key) is None:
            return kept_words(request, str(refused), "questions:hours")
        return _show(request, key, form)
    care.remember(request.session, level=raised, kind="slot", key=key)
    messages.success(request, _("Booked. We remind you a day and an hour before."))
    return redirect("questions:slot", key)


@require_POST
@login_required
def cancel(request: MemberRequest, key: str) -> HttpResponse:
    found, _words = _slot(request, key)
    if request.user.pk not in {found.booked_by_id, found.practice.person_id}:
        raise Http404
    try:
        actions.cancel(by=request.user, slot=found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Cancelled. The other side hears of it."))
    return redirect("questions:hours")


@never_cache
@require_safe
@login_required
def calendar(request: MemberRequest, key: str) -> HttpResponse:
    found, _words = _slot(request, key)
    if request.user.pk not in {found.booked_by_id, found.practice.person_id}:
        raise Http404
    url = request.build_absolute_uri(f"/hours/{key}/")
    content = calendars.file_of(found, _("Appointment"), url)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def offered(request: MemberRequest) -> HttpResponse:
    """A professional's own times."""
    mine = standing(request)
    zone = zones.zone_of(request.session)
    form = SlotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_slot(by=request.user, **form.times(zone))
        except Refused as refused:
            form.add_error("hour", str(refused))
        else:
            messages.success(request, _("Offered. Members can book it now."))
            return redirect("questions:offered")
    page = {
        "slots": queries.offered_slots(mine),
        "form": form,
        "said": _said(request),
        "zone_name": str(zone),
    }
    return render(request, "questions/offered.html", page)
