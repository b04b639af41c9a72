"""The front page, my room, and the words that stay the same for everybody."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "home/front.html")


@never_cache
@require_safe
@login_required
def room(request: HttpRequest) -> HttpResponse:
    return render(request, "home/room.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "home/privacy.html")


@require_safe
def house_rules(request: HttpRequest) -> HttpResponse:
    return render(request, "home/house_rules.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "home/about.html")
