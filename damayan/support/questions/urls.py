from django.urls import path

from damayan.support.questions.views import answering, asking, desk, hours

app_name = "questions"
urlpatterns = [
    path("ask/", asking.ask, name="ask"),
    path("ask/mine/", asking.mine, name="mine"),
    path("ask/found/", asking.find, name="find"),
    path("ask/found/<slug:key>/", asking.published, name="published"),
    path("ask/<slug:key>/", asking.question, name="question"),
    path("ask/<slug:key>/withdraw/", asking.withdraw, name="withdraw"),
    path("ask/<slug:key>/helped/", asking.helped, name="helped"),
    path("practice/", answering.practice, name="practice"),
    path("practice/renew/", answering.renew, name="renew"),
    path("practice/end/", answering.give_up, name="give_up"),
    path("practice/hours/", hours.offered, name="offered"),
    path("practice/questions/", answering.queue, name="queue"),
    path("practice/questions/<slug:key>/", answering.write, name="write"),
    path("practice/questions/<slug:key>/take/", answering.take, name="take"),
    path("practice/questions/<slug:key>/give-back/", answering.give_back, name="give_back"),
    path("practice/second/<slug:key>/", answering.opinion, name="opinion"),
    path("hours/", hours.hours, name="hours"),
    path("hours/zone/", hours.zone, name="zone"),
    path("hours/<slug:key>/", hours.slot, name="slot"),
    path("hours/<slug:key>/book/", hours.book, name="book"),
    path("hours/<slug:key>/cancel/", hours.cancel, name="cancel_slot"),
    path("hours/<slug:key>/calendar.ics", hours.calendar, name="calendar"),
    path("desk/licences/", desk.practices, name="practices"),
    path("desk/licences/<slug:key>/", desk.licence, name="licence"),
    path("desk/licences/<slug:key>/check/", desk.check, name="check"),
    path("desk/licences/<slug:key>/end/", desk.end, name="end"),
]
