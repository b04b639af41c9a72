"""The guides' queue, one case, and the log. Who guides nothing finds nothing here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.moderation import actions, queries
from damayan.moderation.forms import LookForm, PageForm
from damayan.moderation.models import LogEntry
from damayan.moderation.queries.reveal import wishes_for
from damayan.moderation.rules_cases import may_do
from damayan.moderation.rules_clock import clock_of
from damayan.moderation.views.doors import concern_or_404, slugs_of
from damayan.moderation.views.page import page_of
from damayan.moderation.views.ways import GROUPS, PERSON, WAYS
from damayan.moderation.vocabulary import Deed, deed_words, done_words, subject_words
from damayan.people.models import Role
from damayan.people.queries import holds
from damayan.safety.doors import MemberRequest, only, person_of

# Seconds: a concern may be raised before a page is made and be committed after it.
_LAG = 2
_SHOW = ("", "free", "mine", "waiting", "escalated")


@never_cache
@vary_on_headers("X-Fragment")
@require_safe
def reports(request: MemberRequest) -> HttpResponse:
    return _queue(request)


def _queue(request: MemberRequest, *, question: str = "") -> HttpResponse:
    """The queue; ``question`` asks a guide who has met enough whether they can take one more."""
    slugs, chosen = slugs_of(request), request.GET
    show = chosen.get("show", "") if chosen.get("show") in _SHOW else ""
    wanted = queries.Wanted(show, chosen.get("group", ""), request.user.pk)
    after, before = chosen.get("after", ""), chosen.get("before", "")
    page = queries.open_concerns(slugs, after=after, before=before, wanted=wanted)
    shown = _shown(request, page, wanted=wanted, question=question)
    shown["wishes"] = wishes_for(request.user, slugs)
    shown["made_at"] = "" if page.earlier else int(now().timestamp()) - _LAG
    if "X-Fragment" in request.headers:
        return render(request, "moderation/queue.html", shown)
    shown["groups"] = queries.guided_groups(slugs)
    return render(request, "moderation/reports.html", shown)


@never_cache
@require_safe
def closed(request: MemberRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.closed_concerns(slugs_of(request), after=after, before=before)
    return render(request, "moderation/closed.html", _shown(request, page))


def _shown(request: MemberRequest, page: Any, **more: Any) -> dict[str, Any]:
    kept = page_of(request)
    return {
        "page": page,
        "kept": kept,
        "form": PageForm(initial=vars(kept)),
        "subject": subject_words,
        "sees_log": holds(request.user, Role.COORDINATOR),
        **more,
    }


@require_POST
def take_next(request: MemberRequest) -> HttpResponse:
    """One button: the most urgent case that is free."""
    slugs_of(request)
    lively, sure = (request.POST.get(name) == "1" for name in ("lively", "sure"))
    try:
        found = actions.claim_next(by=request.user, lively=lively, sure=sure)
    except actions.AskFirst as asked:
        return _queue(request, question=str(asked))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("moderation:reports")
    if found is None:
        messages.info(request, _("Nothing waits for you just now."))
        return redirect("moderation:reports")
    return redirect("moderation:concern", found.key)


@never_cache
@require_safe
def concern(request: MemberRequest, key: str) -> HttpResponse:
    found = concern_or_404(request, key)
    laid, case = queries.stand(request.user, found)
    shown = {
        "laid": laid,
        "case": case,
        "may_take_up": may_do(Deed.TAKE_UP, case),
        "ways": [
            (group, [way for way in WAYS if way.group == group and may_do(way.deed, case)])
            for group in GROUPS
        ],
        "about_person": PERSON,
        "subject": subject_words(found.subject_kind),
        "page": page_of(request),
    }
    if not case.own:
        shown["around"] = queries.around(laid)
        shown["clock"] = clock_of(found, queries.staffed_around(), now())
        shown["done"] = done_words
    return render(request, "moderation/concern.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_behind(request: MemberRequest, key: str) -> HttpResponse:
    """What is found is in the answer to the form only: every look is asked for and logged."""
    person = person_of(request)
    persona = queries.persona_for_guide(person, key) if person else None
    if persona is None:
        raise Http404
    form, others = LookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        others = actions.look_behind(by=request.user, persona=persona, **form.cleaned_data)
    page = {"persona": persona, "form": form, "others": others}
    return render(request, "moderation/look_behind.html", page)


@never_cache
@require_safe
@only(Role.COORDINATOR)
def log(request: HttpRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.log_page(after=after, before=before)
    shown = {"page": page, "deed": deed_words, "subject": subject_words, "link": _link}
    return render(request, "moderation/log.html", shown)


def _link(entry: LogEntry) -> str:
    return str(entry.details.get("concern", ""))
