from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "damayan.people"

    def ready(self) -> None:
        from damayan.people.held import register_all

        register_all()
