from django.urls import path

from damayan.home import style_views, views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("me/", views.room, name="room"),
    path("privacy/", views.privacy, name="privacy"),
    path("house-rules/", views.house_rules, name="house_rules"),
    path("about/", views.about, name="about"),
    path("style/", style_views.style, name="style"),
]
