from django.apps import AppConfig


class PathConfig(AppConfig):
    name = "damayan.support.path"
    label = "path"
