"""Inviting people into a group: for its guides and for coordinators."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from damayan.groups import actions
from damayan.groups.doors import MemberRequest, invited_group_for
from damayan.groups.forms import InvitationForm
from damayan.groups.queries import pages


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: MemberRequest, slug: str) -> HttpResponse:
    """The link is in the answer to the form and nowhere else: it is shown once."""
    group = invited_group_for(request, slug)
    form, link = InvitationForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        invited = actions.invite(by=request.user, group=group, **form.cleaned_data)
        link = request.build_absolute_uri(reverse("groups:invitation", args=[invited.token]))
        form = InvitationForm()
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = pages.invitations(group, after=after, before=before)
    return render(
        request,
        "groups/invitations.html",
        {"group": group, "form": form, "link": link, "page": page},
    )


@require_POST
def withdraw(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    group = invited_group_for(request, slug)
    found = pages.invitation_of(group, key)
    if found is None:
        raise Http404
    actions.withdraw_invitation(by=request.user, invitation=found)
    messages.success(request, _("The link works no more."))
    return redirect("groups:invitations", slug)
