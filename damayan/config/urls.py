"""Every address of the product, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("damayan.home.urls")),
    path("", include("damayan.people.urls")),
    path("", include("damayan.notices.urls")),
    path("", include("damayan.safety.urls")),
    path("", include("damayan.groups.urls")),
    path("", include("damayan.stories.urls")),
    path("", include("damayan.support.urls")),
    path("", include("damayan.support.path.urls")),
    path("", include("damayan.support.listening.urls")),
    path("", include("damayan.support.questions.urls")),
    path("", include("damayan.support.referral.urls")),
    path("", include("damayan.moderation.urls")),
]
