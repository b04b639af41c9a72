"""What the pages of this part need, each in a fixed number of queries."""

from damayan.support.referral.queries.figures import Figures, figures
from damayan.support.referral.queries.referrals import (
    Whole,
    given_by,
    mine,
    open_with,
    referral_for,
    whole,
)
from damayan.support.referral.queries.services import (
    Wanted,
    all_services,
    history,
    places,
    service_for,
    services,
)

__all__ = [
    "Figures",
    "Wanted",
    "Whole",
    "all_services",
    "figures",
    "given_by",
    "history",
    "mine",
    "open_with",
    "places",
    "referral_for",
    "service_for",
    "services",
    "whole",
]
