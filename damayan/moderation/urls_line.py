"""Addresses of the private line; ``urls`` takes them in."""

from django.urls import path

from damayan.moderation.views import line

_LINE = "guides/reports/<slug:key>/line/"

urlpatterns = [
    path(_LINE, line.line, name="line"),
    path(f"{_LINE}say/", line.write_on_line, name="write_on_line"),
    path(f"{_LINE}end/", line.end_line, name="end_line"),
]
