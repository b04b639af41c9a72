"""Saying where one is, so that the right numbers come first. For everybody, never asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from damayan.safety import near, queries
from damayan.safety.forms import NearForm
from damayan.safety.near import Near


@csrf_exempt
@require_POST
def say_near(request: HttpRequest) -> HttpResponse:
    """Members' forms carry a token; visitors' pages do not, and the order of numbers is no harm."""
    return _kept(request) if request.user.is_authenticated else _keep(request)


def _keep(request: HttpRequest) -> HttpResponse:
    form = NearForm(request.POST, places=queries.places_of(queries.in_use()))
    if form.is_valid():
        said = {name: form.cleaned_data.get(name, "") for name in ("place", "network")}
        near.remember(request.session, Near(**said))
    return redirect("safety:help")


_kept = csrf_protect(_keep)
