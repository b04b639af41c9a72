from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "damayan.support"

    def ready(self) -> None:
        from damayan.support import holdings

        holdings.declare()
