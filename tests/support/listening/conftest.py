import pytest

from damayan.people.models import RoleGrant
from damayan.support.listening import actions
from tests.cast import make_person


def asked(by, key="w1", **more):
    given = {"language": "en", "soon": "now", "topics": [], "words": "", **more}
    return actions.ask(by=by, form_key=key, **given)


def make_listener(name):
    person = make_person(name)
    RoleGrant.objects.create(person=person, role="supporter")
    return person


@pytest.fixture
def listener(cast):
    return cast.supporter


@pytest.fixture
def wish(cast):
    return asked(cast.author, words="I cannot sleep since Papa died.")


@pytest.fixture
def offer(wish, listener):
    return actions.offer(by=listener, wish=wish)


@pytest.fixture
def talk(cast, offer):
    return actions.accept(by=cast.author, offer=offer)
