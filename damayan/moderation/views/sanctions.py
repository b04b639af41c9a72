"""Where a second person agrees to closing an account, or does not."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from damayan.foundation.verdict import Refused
from damayan.moderation.actions.sanctions import answer_removal
from damayan.moderation.forms_appeals import RemovalForm
from damayan.moderation.queries.sanctions import removal_for
from damayan.moderation.rules_sanctions import may_answer_removal
from damayan.moderation.vocabulary import subject_words
from damayan.people.doors import sent
from damayan.safety.doors import MemberRequest, person_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: MemberRequest, key: str) -> HttpResponse:
    person = person_of(request)
    asked = removal_for(person, key) if person else None
    if person is None or asked is None:
        raise Http404
    form = RemovalForm(sent(request))
    if form.is_valid():
        try:
            answer_removal(by=person, removal=asked.removal, **form.answer())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Done, and written in the log."))
        return redirect("moderation:removal", key)
    shown = {
        "asked": asked,
        "form": form,
        "may": may_answer_removal(person, asked.removal),
        "what": subject_words(asked.removal.subject_kind),
    }
    status = 422 if form.errors else 200
    return render(request, "moderation/removal.html", shown, status=status)
