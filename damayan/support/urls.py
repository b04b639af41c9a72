from django.urls import path

from damayan.support.views import coach

app_name = "support"
urlpatterns = [
    path("coach/", coach.coach, name="coach"),
    path("coach/on/", coach.on, name="coach_on"),
    path("coach/off/", coach.off, name="coach_off"),
    path("stories/<words_key:key>/look/", coach.look, name="look"),
    path("stories/<words_key:key>/look/on/", coach.on_and_look, name="on_and_look"),
]
