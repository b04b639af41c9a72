from django.urls import path

from damayan.moderation import views

_CONCERN = "guides/reports/<slug:key>/"

app_name = "moderation"
urlpatterns = [
    path("guides/reports/", views.reports, name="reports"),
    path("guides/reports/closed/", views.closed, name="closed"),
    path(_CONCERN, views.concern, name="concern"),
    path(f"{_CONCERN}take-up/", views.take_up, name="take_up"),
    path(f"{_CONCERN}write/", views.write, name="write"),
    path(f"{_CONCERN}hide/", views.hide, name="hide"),
    path(f"{_CONCERN}restore/", views.restore, name="restore"),
    path(f"{_CONCERN}close/", views.close, name="close"),
    path(f"{_CONCERN}answer/<slug:report>/", views.answer, name="answer"),
    path("guides/personas/<slug:key>/", views.look_behind, name="look_behind"),
    path("guides/log/", views.log, name="log"),
]
