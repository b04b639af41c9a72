from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "damayan.groups"

    def ready(self) -> None:
        from damayan.groups.holdings import declare
        from damayan.groups.subject import PersonaSubject
        from damayan.safety.subjects import register

        declare()
        register("persona", PersonaSubject())
