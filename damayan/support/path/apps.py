from django.apps import AppConfig


class PathConfig(AppConfig):
    name = "damayan.support.path"
    label = "path"

    def ready(self) -> None:
        from damayan.support.path import holdings

        holdings.declare()
