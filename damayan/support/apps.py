from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "damayan.support"

    def ready(self) -> None:
        from damayan.stories import company
        from damayan.support import holdings
        from damayan.support.queries.queue import somebody_else_writes

        holdings.declare()
        company.register(somebody_else_writes)
