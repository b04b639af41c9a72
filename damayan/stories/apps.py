from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "damayan.stories"

    def ready(self) -> None:
        from damayan.stories import holdings, live, subjects, told

        holdings.register_all()
        subjects.register_all()
        live.register()
        told.register_all()
