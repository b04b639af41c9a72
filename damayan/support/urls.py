from django.urls import path

from damayan.support.views import coach, queue

app_name = "support"
urlpatterns = [
    path("support/", queue.help_now, name="help_now"),
    path("support/ready/", queue.ready, name="ready"),
    path("support/rest/", queue.rest, name="rest"),
    path("support/let-go/", queue.let_go, name="let_go"),
    path("support/figures/", queue.figures, name="figures"),
    path("support/<words_key:key>/take/", queue.take, name="take"),
    path("support/<words_key:key>/not-this/", queue.decline, name="decline"),
    path("coach/", coach.coach, name="coach"),
    path("coach/on/", coach.on, name="coach_on"),
    path("coach/off/", coach.off, name="coach_off"),
    path("stories/<words_key:key>/look/", coach.look, name="look"),
    path("stories/<words_key:key>/look/on/", coach.on_and_look, name="on_and_look"),
]
