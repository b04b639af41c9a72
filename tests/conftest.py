from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import translation

from damayan.foundation.words import cook, excerpt
from damayan.groups.models import Group, Persona
from damayan.people.models import Person
from damayan.safety.actions import load_helplines
from damayan.stories.models import Reply, Story
from tests.cast import Cast, make_cast, make_group


@pytest.fixture(autouse=True)
def _no_old_memories():
    caches["local"].clear()


@pytest.fixture(autouse=True)
def _in_english():
    """A test that spoke another language leaves it behind in its thread."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _as_on_the_first_day(request):
    """Tests with real transactions empty every table, also those filled by migrations, but jobs."""
    wanted = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if not wanted and not request.node.get_closest_marker("django_db"):
        return
    request.getfixturevalue("db")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    load_helplines()


@pytest.fixture
def group(db) -> Group:
    return make_group()


@pytest.fixture
def cast(group: Group) -> Cast:
    return make_cast(group)


@pytest.fixture
def persona_of(cast: Cast) -> Callable[[Person], Persona]:
    by_person = {person.pk: part for part, person in cast.people.items()}
    return lambda person: cast.personas[by_person[person.pk]]


@pytest.fixture
def story(cast: Cast) -> Story:
    words = "It has been four months since Papa.\n\nI still set two cups in the morning."
    return Story.objects.create(
        group=cast.group,
        author=cast.personas["author"],
        form_key="story-of-the-author",
        title="The house is too quiet",
        happened=words,
        html=cook(words),
        excerpt=excerpt(words),
        topics=["death"],
        first_here=True,
    )


@pytest.fixture
def reply(cast: Cast, story: Story) -> Reply:
    words = "I kept her slippers by the door for a year. What was he like in the morning?"
    made = Reply.objects.create(
        story=story,
        author=cast.personas["member"],
        form_key="reply-of-the-member",
        words=words,
        html=cook(words),
    )
    Story.objects.filter(pk=story.pk).update(
        reply_count=1, first_answer_at=made.created_at, active_at=made.created_at
    )
    story.refresh_from_db()
    return made


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
