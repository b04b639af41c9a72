from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "damayan.support.questions"
    label = "questions"

    def ready(self) -> None:
        from damayan.support.questions import holdings, subjects

        holdings.declare()
        subjects.register_all()
