from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "damayan.notices"

    def ready(self) -> None:
        from damayan.notices import live
        from damayan.notices.holdings import declare

        declare()
        live.register()
