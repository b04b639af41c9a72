from django.urls import path

from damayan.support.listening.views import meeting, talking

_TALK = "talks/<slug:key>/"

app_name = "listening"
urlpatterns = [
    path("talk/", meeting.talk, name="talk"),
    path("talk/<slug:key>/cancel/", meeting.cancel, name="cancel"),
    path("talk/offers/<slug:key>/accept/", meeting.accept, name="accept"),
    path("talk/offers/<slug:key>/decline/", meeting.decline, name="decline"),
    path("talk/offers/<slug:key>/take-back/", meeting.take_back, name="take_back"),
    path("listen/", meeting.listen, name="listen"),
    path("listen/<slug:key>/offer/", meeting.offer, name="offer"),
    path("listen/<slug:key>/pass/", meeting.pass_on, name="pass"),
    path("talks/", talking.talks, name="talks"),
    path(_TALK, talking.conversation, name="conversation"),
    path(f"{_TALK}end/", talking.end, name="end"),
    path(f"{_TALK}block/", talking.block, name="block"),
    path(f"{_TALK}thank/", talking.thank, name="thank"),
]
