"""Addresses of what is counted, for everybody and for coordinators."""

from django.urls import path

from damayan.moderation.views import figures, screening

_REPORT = "care-report/<slug:key>/"

urlpatterns = [
    path("desk/screening/", screening.screening, name="screening"),
    path("care-report/", figures.care_reports, name="care_reports"),
    path(_REPORT, figures.care_report, name="care_report"),
    path(f"{_REPORT}json/", figures.care_report_data, name="care_report_data"),
]
