import pytest

from damayan.people.models import RoleGrant
from damayan.support import tickets
from damayan.support.referral import actions
from damayan.support.referral.models import Service


@pytest.fixture
def service(db) -> Service:
    return Service.objects.create(
        name={"en": "City health centre", "fil": "City health centre (fil)"},
        about={"en": "Somebody to talk with, on weekdays."},
        kinds=["health_centre", "counselling"],
        languages=["fil", "hil"],
        province="Iloilo",
        city="Iloilo City",
        phone="+63 33 123 4567",
        is_free=True,
    )


@pytest.fixture
def helper(cast):
    """The supporter of the cast, in the whole installation."""
    RoleGrant.objects.create(person=cast.supporter, role="supporter")
    return cast.supporter


@pytest.fixture
def suggested(cast, helper, service):
    ticket = tickets.Ticket(helper.pk, cast.author.pk, "listening", "x")
    return actions.suggest(
        by=helper, ticket=ticket, service=service, words="They were kind to me.", form_key="s1"
    )


@pytest.fixture
def agreed(cast, suggested):
    referral = actions.weigh(by=cast.author, referral=suggested, before=3, barriers=["cost"])
    details = {"name": "Ana", "reason": "I cannot sleep since Papa died.", "phone": " "}
    return actions.agree(by=cast.author, referral=referral, details=details, days=30)
