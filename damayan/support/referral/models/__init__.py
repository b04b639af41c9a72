"""Data of this part."""

from damayan.support.referral.models.referrals import (
    OVER,
    Referral,
    ReferralEvent,
    State,
    WhyNot,
)
from damayan.support.referral.models.services import Service, ServiceChange, ServiceKind

__all__ = [
    "OVER",
    "Referral",
    "ReferralEvent",
    "Service",
    "ServiceChange",
    "ServiceKind",
    "State",
    "WhyNot",
]
