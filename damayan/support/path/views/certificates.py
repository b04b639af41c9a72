"""The certificate: for its holder as a sheet, for everybody by its code."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from damayan.safety.doors import MemberRequest
from damayan.support.path import actions, course, paper, queries
from damayan.support.path.forms import NameForm
from damayan.support.path.views.saying import done


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own(request: MemberRequest) -> HttpResponse:
    """The sheet comes back by POST, so that the name stands in no address."""
    found = queries.certificate_of(request.user)
    if found is None:
        raise Http404
    form = NameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        address = request.build_absolute_uri(f"/certificates/{found.code}/")
        titles = [one.title for one in course.modules(get_language() or "en")]
        sheet = paper.sheet(found, form.cleaned_data["name"], titles, address)
        answer = HttpResponse(sheet, content_type="application/pdf")
        answer["Content-Disposition"] = 'attachment; filename="certificate.pdf"'
        return answer
    page = {"certificate": found, "form": form, "now": queries.standing(request.user)}
    return render(request, "path/certificate.html", page)


@require_POST
@login_required
def renew(request: MemberRequest) -> HttpResponse:
    found = queries.journey_of(request.user)
    if found is None:
        raise Http404
    verb = lambda: actions.renew(by=request.user, journey=found)  # noqa: E731
    words = _("Your certificate is new for a year. Thank you for staying.")
    return done(request, verb, words, "path:certificate")


@never_cache
@require_safe
def by_code(request: HttpRequest, key: str) -> HttpResponse:
    found = queries.certificate_called(key)
    if found is None:
        raise Http404
    return render(request, "path/by_code.html", {"certificate": found})
