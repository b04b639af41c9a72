from django.urls import path

from damayan.moderation.views import concerns, decisions, sanctions

_CONCERN = "guides/reports/<slug:key>/"

app_name = "moderation"
urlpatterns = [
    path("guides/reports/", concerns.reports, name="reports"),
    path("guides/reports/closed/", concerns.closed, name="closed"),
    path(_CONCERN, concerns.concern, name="concern"),
    path(f"{_CONCERN}take-up/", concerns.take_up, name="take_up"),
    path(f"{_CONCERN}write/", concerns.write, name="write"),
    path(f"{_CONCERN}hide/", concerns.hide, name="hide"),
    path(f"{_CONCERN}restore/", concerns.restore, name="restore"),
    path(f"{_CONCERN}close/", concerns.close, name="close"),
    path(f"{_CONCERN}answer/<slug:report>/", concerns.answer, name="answer"),
    path("guides/personas/<slug:key>/", concerns.look_behind, name="look_behind"),
    path("guides/removals/<slug:key>/", sanctions.removal, name="removal"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<slug:key>/", decisions.decision, name="decision"),
    path("guides/log/", concerns.log, name="log"),
]
