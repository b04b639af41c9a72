"""What an author answers on the card."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from damayan.foundation.verdict import Refused
from damayan.safety import actions, care
from damayan.safety.doors import MemberRequest
from damayan.safety.models import Said
from damayan.safety.subjects import url_of


@require_POST
@login_required
def say(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    said = request.POST.get("said", "")
    if said not in Said.values:
        raise Http404
    try:
        actions.say(by=request.user, subject_kind=kind, subject_key=key[:16], said=said)
    except Refused:
        raise Http404 from None
    care.note_said(request.session, kind=kind, key=key, said=said)
    return redirect(f"{url_of(kind, key).partition('#')[0]}#care")
