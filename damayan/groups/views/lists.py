"""Finding groups, one's own, and what search engines may find."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from damayan.foundation.languages import NAMES
from damayan.groups.doors import MemberRequest, person_of
from damayan.groups.models import Group
from damayan.groups.queries import pages, personas_set_aside


@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("language", "")
    language = asked if asked in NAMES else ""
    listed = pages.group_list(
        person_of(request),
        language=language,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    page = {"listed": listed, "language": language, "names": NAMES}
    return render(request, "groups/list.html", page)


@never_cache
@require_safe
@login_required
def mine(request: MemberRequest) -> HttpResponse:
    return render(request, "groups/mine.html", {"mine": pages.my_memberships(request.user)})


@never_cache
@require_safe
@login_required
def set_aside(request: MemberRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = personas_set_aside(request.user, after=after, before=before)
    return render(request, "groups/set_aside.html", {"page": page})


@cache_control(max_age=3600, public=True)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    slugs = Group.objects.visible_to(None).findable().values_list("slug", flat=True)
    page = {"slugs": list(slugs.order_by("slug")[:1000])}
    return render(request, "groups/robots.txt", page, content_type="text/plain; charset=utf-8")
