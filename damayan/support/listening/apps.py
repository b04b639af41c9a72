from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "damayan.support.listening"
    label = "listening"
