"""The inbox, its choices, and the one page that works without signing in: stop e-mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.notices import actions, queries
from damayan.notices.forms import ChoicesForm, ThreadForm
from damayan.notices.rules import mail_is_set_up
from damayan.notices.unsubscribing import person_of
from damayan.people.models import Person


class MemberRequest(HttpRequest):
    """A request behind ``login_required``."""

    user: Person


@never_cache
@require_safe
@login_required
def inbox(request: MemberRequest) -> HttpResponse:
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.inbox(request.user, after=after, before=before)
    return render(
        request, "notices/inbox.html", {"page": page, "this_page": request.get_full_path()}
    )


@require_POST
@login_required
def read_all(request: MemberRequest) -> HttpResponse:
    until = queries.told_at(request.user, request.POST.get("until", ""))
    actions.read_all(by=request.user, until=until)
    return redirect("notices:inbox")


@require_POST
@login_required
def mute(request: MemberRequest) -> HttpResponse:
    form = ThreadForm(request.POST)
    if not form.is_valid():
        raise Http404
    actions.mute(by=request.user, thread=form.cleaned_data["thread"])
    messages.success(request, _("You will hear nothing more of this one."))
    return redirect(_back(form))


@require_POST
@login_required
def unmute(request: MemberRequest) -> HttpResponse:
    form = ThreadForm(request.POST)
    if not form.is_valid():
        raise Http404
    actions.unmute(by=request.user, thread=form.cleaned_data["thread"])
    messages.success(request, _("You will hear of this one again."))
    return redirect(_back(form))


def _back(form: ThreadForm) -> str:
    wanted = form.cleaned_data["next"]
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe else reverse("notices:inbox")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choices(request: MemberRequest) -> HttpResponse:
    mail = queries.can_be_mailed(request.user) and mail_is_set_up()
    form = ChoicesForm(request.POST or None, ways=queries.ways_of(request.user), mail=mail)
    if request.method == "POST" and form.is_valid():
        actions.choose(by=request.user, ways=form.chosen())
        messages.success(request, _("Your choices are kept."))
        return redirect("notices:choices")
    muted = queries.muted_threads(request.user)
    page = {"form": form, "mail": mail, "mail_is_set_up": mail_is_set_up(), "muted": muted}
    return render(request, "notices/choices.html", page)


@csrf_exempt  # RFC 8058: the mail program posts without a session; the sealed token stands for it.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponseBase:
    person = person_of(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        actions.stop_mail(by=person)
    done = request.method == "POST"
    return render(request, "notices/unsubscribe.html", {"done": done, "token": token})
