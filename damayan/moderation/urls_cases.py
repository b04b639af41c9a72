"""The addresses of the queue and of what can be done with a case; ``urls`` takes them in."""

from django.urls import path

from damayan.moderation.views import concerns, deeds, page
from damayan.moderation.views.ways import WAYS

_CONCERN = "guides/reports/<slug:key>/"

urlpatterns = [
    path("guides/reports/", concerns.reports, name="reports"),
    path("guides/reports/closed/", concerns.closed, name="closed"),
    path("guides/reports/next/", concerns.take_next, name="take_next"),
    path("guides/reports/page/", page.choose, name="choose_page"),
    path(_CONCERN, concerns.concern, name="concern"),
    path(f"{_CONCERN}take-up/", deeds.take_up, name="take_up"),
    path(f"{_CONCERN}hold/", deeds.hold, name="hold"),
    path(f"{_CONCERN}give-back/", deeds.give_back, name="give_back"),
    path(f"{_CONCERN}answer/<slug:report>/", deeds.answer, name="answer"),
    *(path(f"{_CONCERN}{way.slug}/", deeds.door(way), name=way.name) for way in WAYS),
]
