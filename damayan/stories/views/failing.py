"""When a form cannot be trusted: nothing is done, and nothing typed is lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from damayan.stories import drafting


@requires_csrf_token
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """settings.CSRF_FAILURE_VIEW. The words come back to be copied; they are stored nowhere.

    Whoever sent the form may be somebody else than whom the browser says, so this page neither
    keeps a draft nor offers to send it again by itself.
    """
    typed = [request.POST[name] for name in drafting.TYPED if request.POST.get(name, "").strip()]
    shown = {"words": "\n\n".join(typed), "again": request.path}
    return render(request, "stories/csrf_failed.html", shown, status=403)
