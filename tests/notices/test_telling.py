import pytest
from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import get_language
from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.notices.actions import choose, mute, read_all, read_thread, tell, unmute
from damayan.notices.models import Delivery, Frequency, Kind, MutedThread, Notice
from damayan.people.actions import withdraw_consent
from damayan.people.models import Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db
STORY = "story:k2m4n6p8q2r4"


def answer(person: Person, cause: str = "reply:1", **changed: object) -> Notice | None:
    words = {"text": "There is a new answer to your story", "url": "/stories/x/", "thread": STORY}
    return tell(person_id=person.pk, kind=Kind.ANSWER, cause=cause, **{**words, **changed})


def unread(person: Person) -> int:
    person.refresh_from_db()
    return person.unread_notices


def test_a_person_is_told_one_thing_once_however_often_its_cause_comes(cast: Cast) -> None:
    assert answer(cast.author) is not None
    assert answer(cast.author) is None
    assert unread(cast.author) == Notice.objects.filter(person=cast.author).count() == 1


def test_two_people_hear_of_the_same_cause(cast: Cast) -> None:
    assert answer(cast.author)
    assert answer(cast.member)


def test_telling_costs_two_queries_without_mail(
    cast: Cast, django_assert_num_queries: object
) -> None:
    with transaction.atomic(), django_assert_num_queries(2):
        answer(cast.author)


def test_a_person_is_told_in_their_own_language(cast: Cast) -> None:
    Person.objects.filter(pk=cast.author.pk).update(language="fil")
    told = answer(cast.author, text=lazy(get_language, str)())
    assert told.text == "fil"


def test_a_rolled_back_deed_tells_nobody_and_posts_nothing(
    cast: Cast, gives_address: object, settings: object
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    gives_address(cast.author)
    with transaction.atomic():
        assert answer(cast.author)
        assert ProcrastinateJob.objects.filter(task_name="notices.send").count() == 1
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.filter(task_name="notices.send").exists()
    assert not Delivery.objects.exists()
    assert unread(cast.author) == 0


def test_reading_a_thread_lowers_the_counter_by_what_waited_there(cast: Cast) -> None:
    answer(cast.author, "reply:1")
    answer(cast.author, "reply:2")
    answer(cast.author, "reply:3", thread="story:another")
    cast.author.refresh_from_db()
    read_thread(by=cast.author, thread=STORY)
    assert cast.author.unread_notices == 1
    assert unread(cast.author) == 1
    assert Notice.objects.get(read_at=None).thread == "story:another"


def test_reading_somebody_elses_thread_changes_nothing_of_theirs(cast: Cast) -> None:
    answer(cast.author)
    answer(cast.member, thread="story:another")
    cast.member.refresh_from_db()
    read_thread(by=cast.member, thread=STORY)
    assert unread(cast.author) == unread(cast.member) == 1


def test_reading_costs_nothing_when_nothing_waits_and_one_query_when_something_does(
    cast: Cast, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):
        read_thread(by=cast.author, thread=STORY)
    answer(cast.author)
    cast.author.refresh_from_db()
    with django_assert_num_queries(1):
        read_thread(by=cast.author, thread=STORY)


def test_somebody_who_muted_a_thread_hears_of_it_again_only_after_unmuting(cast: Cast) -> None:
    answer(cast.author, "reply:1")
    cast.author.refresh_from_db()
    mute(by=cast.author, thread=STORY)
    mute(by=cast.author, thread=STORY)
    assert unread(cast.author) == 0
    assert answer(cast.author, "reply:2") is None
    assert answer(cast.author, "reply:3", thread="story:another")
    unmute(by=cast.author, thread=STORY)
    assert answer(cast.author, "reply:4")
    assert not MutedThread.objects.exists()


def test_a_guides_words_reach_a_person_who_silenced_everything(cast: Cast) -> None:
    choose(by=cast.author, ways=dict.fromkeys(Kind.values, (False, Frequency.NEVER)))
    mute(by=cast.author, thread=STORY)
    assert answer(cast.author) is None
    told = tell(
        person_id=cast.author.pk,
        kind=Kind.GUIDE,
        text="A guide wrote to you",
        url="/stories/x/",
        cause="decision:1",
        thread=STORY,
    )
    assert told


def test_nobody_is_told_after_leaving_for_good(cast: Cast) -> None:
    Person.objects.filter(pk=cast.author.pk).update(is_active=False)
    assert answer(cast.author) is None


def test_only_a_verified_address_and_a_wish_make_a_mail(
    cast: Cast, gives_address: object, settings: object
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    gives_address(cast.author, verified=False)
    gives_address(cast.member, Frequency.NEVER)
    gives_address(cast.supporter, Frequency.NOW)
    for person in (cast.author, cast.member, cast.outsider, cast.supporter):
        answer(person)
    assert [one.notice.person for one in Delivery.objects.all()] == [cast.supporter]


def test_an_agreement_taken_back_makes_no_mail(
    cast: Cast, gives_address: object, settings: object
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    gives_address(cast.author)
    withdraw_consent(by=cast.author, purpose="email")
    assert answer(cast.author)
    assert not Delivery.objects.exists()


def test_an_installation_without_a_mail_server_makes_no_mail(
    cast: Cast, gives_address: object, settings: object
) -> None:
    settings.EMAIL_HOST = ""
    gives_address(cast.author)
    assert answer(cast.author)
    assert not Delivery.objects.exists()


def test_marking_all_as_seen_leaves_what_arrived_after_the_page(cast: Cast) -> None:
    first = answer(cast.author, "reply:1")
    answer(cast.author, "reply:2")
    read_all(by=cast.author, until=first.created_at)
    assert unread(cast.author) == 1
