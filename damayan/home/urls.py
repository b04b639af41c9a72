from django.urls import path

from damayan.home import join_views, style_views, views, worker_views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("join/", join_views.join, name="join"),
    path("join/others/", join_views.others, name="join_others"),
    path("join/passkey/", join_views.join_by_passkey, name="join_by_passkey"),
    path("me/", views.room, name="room"),
    path("privacy/", views.privacy, name="privacy"),
    path("house-rules/", views.house_rules, name="house_rules"),
    path("about/", views.about, name="about"),
    path("sw.js", worker_views.worker, name="worker"),
    path("style/", style_views.style, name="style"),
]
