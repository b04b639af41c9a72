from django.apps import AppConfig


class ReferralConfig(AppConfig):
    name = "damayan.support.referral"
    label = "referral"
