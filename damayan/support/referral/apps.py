from django.apps import AppConfig


class ReferralConfig(AppConfig):
    name = "damayan.support.referral"
    label = "referral"

    def ready(self) -> None:
        from damayan.support.referral import holdings, subjects

        holdings.declare()
        subjects.register_all()
