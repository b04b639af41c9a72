from django.urls import path

from damayan.support.path.views import certificates, desk, felt, learning, mentoring, walking

_MENTORING = "path/mentoring/<slug:key>/"

app_name = "path"
urlpatterns = [
    path("path/", walking.own, name="path"),
    path("path/apply/", walking.apply, name="apply"),
    path("path/take-back/", walking.take_back, name="take_back"),
    path("path/trial/", walking.trial, name="trial"),
    path("path/trial/not-now/", walking.not_now, name="not_now"),
    path("path/trial/another/", walking.another_mentor, name="another_mentor"),
    path("path/step-down/", walking.step_down, name="step_down"),
    path("path/come-back/", walking.come_back, name="come_back"),
    path("path/steps/<slug:kind>/", walking.step, name="step"),
    path("path/steps/<slug:kind>/give-back/", walking.give_back, name="give_back"),
    path("path/course/", learning.course, name="course"),
    path("path/course/<slug:slug>/", learning.module, name="module"),
    path("path/course/<slug:slug>/<int:number>/", learning.step, name="course_step"),
    path("path/course/<slug:slug>/check/", learning.check, name="check"),
    path("path/certificate/", certificates.own, name="certificate"),
    path("path/certificate/renew/", certificates.renew, name="renew"),
    path("certificates/<slug:key>/", certificates.by_code, name="by_code"),
    path("path/mentoring/", mentoring.waiting, name="mentoring"),
    path(_MENTORING, mentoring.trial, name="mentored"),
    path(f"{_MENTORING}begin/", mentoring.begin, name="begin_trial"),
    path(f"{_MENTORING}note/", mentoring.note, name="note"),
    path(f"{_MENTORING}longer/", mentoring.longer, name="longer"),
    path(f"{_MENTORING}hand-back/", mentoring.hand_back, name="hand_back"),
    path(f"{_MENTORING}end/<slug:state>/", mentoring.end, name="end_trial"),
    path("path/reached/", felt.reached, name="reached"),
    path("felt/<slug:key>/", felt.felt, name="felt"),
    path("desk/path/", desk.waiting, name="desk"),
    path("desk/path/steps/<slug:key>/", desk.step, name="desk_step"),
    path("desk/path/steps/<slug:key>/<slug:state>/", desk.decide_step, name="decide_step"),
    path("desk/path/<slug:key>/", desk.journey, name="journey"),
    path("desk/path/<slug:key>/<slug:state>/", desk.decide, name="decide"),
]
