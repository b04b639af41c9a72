from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "damayan.safety"

    def ready(self) -> None:
        from damayan.safety import holdings, live

        holdings.declare()
        live.register()
