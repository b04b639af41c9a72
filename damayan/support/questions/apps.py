from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "damayan.support.questions"
    label = "questions"
