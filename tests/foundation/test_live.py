"""The live channel, through a real web process and a real PostgreSQL."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from damayan.foundation import live
from damayan.groups.actions import leave
from damayan.groups.models import Access, Group, GroupRole, PersonaBlock
from damayan.notices.actions import read_all, tell
from damayan.notices.models import Kind
from damayan.people import sessions
from damayan.people.models import Person
from damayan.stories.actions import answer, remove_reply
from tests.foundation.live_server import WebServer, cookie_of

pytestmark = pytest.mark.django_db(transaction=True)
LISTENERS = (
    "pg_stat_activity WHERE application_name = 'damayan live' AND datname = current_database()"
)


@pytest.fixture(scope="module")
def web(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        server = WebServer()
        yield server
        server.stop()


@pytest.fixture
def listen(web):
    opened = []

    def to(streams, person, last=""):
        opened.append(web.listen(streams, person, last))
        return opened[-1]

    yield to
    for stream in opened:
        stream.hang_up()


def told(person, cause="one"):
    with transaction.atomic():
        tell(person_id=person.pk, kind=Kind.ANSWER, text="There is news.", url="/", cause=cause)


def answered(cast, story, words="I am here."):
    return answer(by=cast.member, story=story, form_key=words, words=words)


def test_a_notice_reaches_the_open_page_of_the_person_it_is_for_and_of_nobody_else(cast, listen):
    mine, other = listen("notices", cast.author), listen("notices", cast.member)
    for stream in (mine, other):
        assert stream.next() == ("notices", {"unread": 0, "kind": "unread", "of": ""})
    told(cast.author)
    assert mine.next()[1]["unread"] == 1
    read_all(by=Person.objects.get(pk=cast.author.pk))
    assert mine.next()[1]["unread"] == 0
    assert other.is_silent()


def test_a_write_that_is_rolled_back_says_nothing(cast, listen):
    stream = listen("notices", cast.author)
    stream.next()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN damayan_live")

    def roll_back():
        with transaction.atomic():
            tell(person_id=cast.author.pk, kind=Kind.ANSWER, text="No.", url="/", cause="no")
            raise ZeroDivisionError

    def undo_a_part():
        with transaction.atomic():
            live.notify("undone")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        roll_back()
    with transaction.atomic():
        live.notify("kept")
        live.notify("kept", "also")
        with pytest.raises(ZeroDivisionError):
            undo_a_part()
    notes = [n.payload for n in connection.connection.notifies(timeout=0.5)]
    connection.close()
    assert sorted(notes) == ["also", "kept"]
    assert stream.is_silent()


def test_a_page_hears_of_new_answers_that_its_reader_may_see(cast, story, listen):
    author = listen(f"notices,story:{story.key}", cast.author)
    writer = listen(f"story:{story.key}", cast.member)
    assert {author.next()[0], author.next()[0]} == {"notices", "story"}
    writer.next()
    first = answered(cast, story)
    news = [author.next(), author.next()]
    assert ("story", {"new": 1, "kind": "answers", "of": story.key}) in news
    assert writer.is_silent(), "one's own answer is no news"
    later = listen(f"story:{story.key}.{first.key}", cast.author)
    assert later.next()[1]["new"] == 0
    second = answered(cast, story, "And still here.")
    assert later.next()[1] == {"new": 1, "kind": "answers", "of": f"{story.key}.{first.key}"}
    remove_reply(by=cast.member, reply=second)
    assert later.next()[1]["new"] == 0


def test_blocks_and_mutes_hold_on_open_pages_too(cast, story, listen):
    PersonaBlock.objects.create(blocker=cast.personas["supporter"], blocked=cast.personas["member"])
    supporter = listen(f"story:{story.key}", cast.supporter)
    guide = listen(f"story:{story.key}", cast.guide)
    supporter.next(), guide.next()
    answered(cast, story)
    assert guide.next()[1]["new"] == 1
    assert supporter.is_silent()


def test_what_came_while_nobody_listened_is_there_on_coming_back(cast, web, listen):
    stream = listen("notices", cast.author)
    stream.next()
    stream.hang_up()
    # Straight into the table: no wake-up at all.
    Person.objects.filter(pk=cast.author.pk).update(unread_notices=3)
    again = listen("notices", cast.author, last=stream.last)
    assert again.next()[1]["unread"] == 3
    same = listen("notices", cast.author, last=again.last)
    assert same.is_silent(), "what was seen is not said twice"


def test_a_listener_cut_off_from_postgresql_finds_what_it_missed(cast, listen):
    stream = listen("notices", cast.author)
    stream.next()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET unread_notices = 5 WHERE id = %s", [cast.author.pk]
        )
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM {LISTENERS}")
    assert stream.next()[1]["unread"] == 5
    told(cast.author)
    assert stream.next()[1]["unread"] == 6


def test_who_leaves_a_closed_group_hears_no_more_of_it_at_once(cast, story, listen):
    Group.objects.filter(pk=cast.group.pk).update(access=Access.INVITATION)
    stream = listen(f"story:{story.key}", cast.supporter)
    stream.next()
    leave(by=cast.supporter, group=cast.group)
    assert stream.next(2)[0] == "bye"
    assert stream.ended.wait(5)


def test_who_was_put_out_without_a_word_hears_nothing_of_the_next_answer(cast, story, listen):
    Group.objects.filter(pk=cast.group.pk).update(access=Access.INVITATION)
    stream = listen(f"notices,story:{story.key}", cast.supporter)
    stream.next(), stream.next()
    cast.personas["supporter"].membership.delete()
    GroupRole.objects.filter(person=cast.supporter).delete()
    answered(cast, story)
    assert stream.is_silent()
    told(cast.supporter)
    assert stream.next()[0] == "notices"


def test_signing_out_everywhere_ends_every_stream(cast, listen):
    streams = [listen("notices", cast.author), listen("notices", cast.author)]
    for stream in streams:
        stream.next()
    for key in Session.objects.values_list("session_key", flat=True):
        UserSession.objects.create(user=cast.author, session_key=key, ip="::", user_agent="")
    sessions.end(cast.author)
    for stream in streams:
        assert stream.next(2)[0] == "bye"


def test_a_changed_passphrase_or_a_closed_account_ends_the_stream(cast, listen):
    for change in ({"password": "another"}, {"is_active": False}):
        stream = listen("notices", cast.outsider)
        stream.next()
        Person.objects.filter(pk=cast.outsider.pk).update(**change)
        live.rights_changed(cast.outsider.pk)
        assert stream.next(2)[0] == "bye"
        cast.outsider.refresh_from_db()


def test_strangers_and_outsiders_get_no_stream(cast, story, web):
    Group.objects.filter(pk=cast.group.pk).update(access=Access.INVITATION)
    member, outsider = cookie_of(cast.member), cookie_of(cast.outsider)
    asked = {
        "/live/?streams=notices": ("", 404),
        f"/live/?streams=story:{story.key}": (outsider, 404),
        f"/live/?streams=notices,story:{story.key}": (outsider, 404),
        "/live/?streams=story:nothing": (member, 404),
        "/live/?streams=everything": (member, 404),
        "/live/?streams=notices,notices": (member, 404),
        "/live/?streams=": (member, 404),
        "/live/else/?streams=notices": (member, 404),
        f"/live/?streams=story:{story.key}&last=x": (member, 200),
    }
    assert {p: web.ask(p, cookie)[0] for p, (cookie, _) in asked.items()} == {
        p: status for p, (_, status) in asked.items()
    }
    assert web.ask("/live/?streams=notices", member, "POST")[0] == 405


def test_the_stream_is_kept_by_nobody_on_its_way(cast, web):
    status, headers = web.ask("/live/?streams=notices", cookie_of(cast.member))
    assert status == 200
    assert headers["content-type"].startswith("text/event-stream")
    assert "no-store" in headers["cache-control"]
    assert headers["x-accel-buffering"] == "no"
    assert "content-encoding" not in headers


def test_a_seventh_page_of_one_person_closes_their_first_for_good(cast, listen):
    streams = [listen("notices", cast.author) for _ in range(6)]
    for stream in streams:
        stream.next()
    seventh = listen("notices", cast.author)
    seventh.next()
    assert streams[0].next(2)[0] == "bye"
    assert streams[1].is_silent(0.3)


def test_many_pages_need_one_listening_connection(cast, web, listen):
    for person in cast.people.values():
        listen("notices", person).next()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {LISTENERS}")
        assert cursor.fetchone() == (1,)


def test_a_full_process_says_come_later_and_a_stopping_one_stops_at_once(cast):
    server = WebServer(DAMAYAN_LIVE_LISTENERS="2")
    try:
        held = [server.listen("notices", cast.author) for _ in range(2)]
        for stream in held:
            stream.next()
        status, headers = server.ask("/live/?streams=notices", cookie_of(cast.member))
        assert (status, headers["retry-after"]) == (503, "60")
        held[0].hang_up()
        time.sleep(0.3)
        assert server.ask("/live/?streams=notices", cookie_of(cast.member))[0] == 200
    finally:
        seconds = server.stop()
    assert held[1].ended.wait(1)
    assert seconds < 4
