from datetime import timedelta

from damayan.foundation.clock import now
from damayan.people.keys import seal_for
from damayan.support import tickets
from damayan.support.referral.models import Referral, Service
from tests.access.walk import AUTHOR, COORDINATOR, EVERYBODY, SIGNED_IN, Rule

BOTH = frozenset({"author", "supporter"})
SUPPORTER = frozenset({"supporter"})
SERVICE = {"name_en": "Health centre", "kinds": ["health_centre"], "province": "Iloilo"}


def furnish(world):
    """The supporter suggested a service to the author; one such is agreed, one only begun."""
    author, supporter = world.cast.author, world.cast.supporter
    service = Service.objects.create(name={"en": "Health centre"}, province="Iloilo")
    common = {"person": author, "service": service, "made_by": supporter}
    agreed = Referral.objects.create(
        **common,
        form_key="agreed",
        state="agreed",
        items=["name"],
        details_sealed=seal_for(author, b'{"name": "Ana"}', "referral-details"),
        agreed_at=now(),
        share_until=now() + timedelta(days=30),
    )
    begun = Referral.objects.create(**common, form_key="begun")
    note = tickets.Ticket(supporter.pk, author.pk, "listening", "x")
    world.more |= {"service": service, "agreed": agreed, "begun": begun}
    world.more["ticket"] = tickets.write(note)


def _service(world):
    return {"key": world.more["service"].key}


def _agreed(world):
    return {"key": world.more["agreed"].key}


def _begun(world):
    return {"key": world.more["begun"].key}


def _always(**sent):
    return lambda _world: sent


RULES = {
    "referral:services": Rule(get=EVERYBODY),
    "referral:service": Rule(get=EVERYBODY, args=_service),
    "referral:begin": Rule(post=SIGNED_IN, args=_service, sent=_always(form_key="f" * 22)),
    "referral:suggest": Rule(
        post=SUPPORTER,
        args=_service,
        sent=lambda world: {"for": world.more["ticket"], "words": "", "form_key": "s" * 22},
    ),
    "referral:referrals": Rule(get=SIGNED_IN),
    "referral:given": Rule(get=SIGNED_IN),
    "referral:referral": Rule(get=BOTH, args=_agreed),
    "referral:weigh": Rule(get=AUTHOR, post=AUTHOR, args=_begun, sent=_always(before="3")),
    "referral:answers": Rule(get=AUTHOR, post=AUTHOR, args=_begun, sent=_always(after="5")),
    "referral:agree": Rule(
        get=AUTHOR, post=AUTHOR, args=_begun, sent=_always(days="30", share_name="on", name="Ana")
    ),
    "referral:withdraw": Rule(post=AUTHOR, args=_agreed),
    "referral:sheet": Rule(get=BOTH, args=_agreed),
    "referral:fhir": Rule(get=BOTH, args=_agreed),
    "referral:lead": Rule(post=BOTH, args=lambda world: {**_agreed(world), "state": "sent"}),
    "referral:desk": Rule(get=COORDINATOR),
    "referral:add_service": Rule(get=COORDINATOR, post=COORDINATOR, sent=_always(**SERVICE)),
    "referral:bring_in": Rule(get=COORDINATOR, post=COORDINATOR, changes=False),
    "referral:csv": Rule(get=COORDINATOR),
    "referral:hsds": Rule(get=COORDINATOR),
    "referral:figures": Rule(get=COORDINATOR),
    "referral:edit_service": Rule(
        get=COORDINATOR, post=COORDINATOR, args=_service, sent=_always(**SERVICE)
    ),
    "referral:verify_service": Rule(post=COORDINATOR, args=_service),
    "referral:retire_service": Rule(post=COORDINATOR, args=_service),
    "referral:return_service": Rule(post=COORDINATOR, args=_service),
}
