from django.urls import path

from damayan.notices import views

app_name = "notices"
urlpatterns = [
    path("answers/", views.inbox, name="inbox"),
    path("answers/read/", views.read_all, name="read_all"),
    path("answers/choices/", views.choices, name="choices"),
    path("answers/mute/", views.mute, name="mute"),
    path("answers/unmute/", views.unmute, name="unmute"),
    path("mail/<str:token>/unsubscribe/", views.unsubscribe, name="unsubscribe"),
]
