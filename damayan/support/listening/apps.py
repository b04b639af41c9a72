from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "damayan.support.listening"
    label = "listening"

    def ready(self) -> None:
        from damayan.support.listening import holdings, live, subjects

        holdings.declare()
        live.register()
        subjects.register_all()
