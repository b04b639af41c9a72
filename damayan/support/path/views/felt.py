"""What answers did: said by who was answered, seen by who answered."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from damayan.safety.doors import MemberRequest
from damayan.support.path import actions, queries
from damayan.support.path.forms import FeltForm


@never_cache
@require_safe
@login_required
def reached(request: MemberRequest) -> HttpResponse:
    found = queries.reached(request.user)
    page = {"found": found, "milestones": queries.milestones(request.user, found)}
    return render(request, "path/reached.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def felt(request: MemberRequest, key: str) -> HttpResponse:
    reply = queries.reply_to_my_story(request.user, key)
    if reply is None:
        raise Http404
    if request.method == "POST":
        form = FeltForm(request.POST)
        if form.is_valid():
            actions.say_felt(by=request.user, reply=reply, **form.cleaned_data)
            messages.success(request, _("Kept. Only they see it."))
        return redirect("stories:permalink", reply.key)
    said = queries.felt_about(request.user, reply)
    initial = {"helped": said.helped, "understood": said.understood} if said else {}
    return render(request, "path/felt.html", {"reply": reply, "form": FeltForm(initial=initial)})
