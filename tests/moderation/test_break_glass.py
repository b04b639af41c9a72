"""Danger to life: two people, a reason, exactly these fields, a short time, and a log."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import booleans, integers, sampled_from

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.groups.models import GroupRole
from damayan.moderation import live, log, tasks
from damayan.moderation.actions import reveal as actions
from damayan.moderation.models import BreakGlass, Decision, LogEntry
from damayan.moderation.rules_reveal import State, state_of
from damayan.notices.models import Notice
from damayan.people.keys import destroy_key, seal_for
from damayan.people.models import Contact, Person, Role, RoleGrant
from damayan.safety.actions import report
from damayan.safety.models import Concern
from tests.cast import make_cast, make_group, make_person, put_in

REASON = "She wrote that she has taken the pills. I call the emergency line now."
NOT_SAFE = "Her partner reads her telephone."
NOT_GUIDES = ("author", "member", "outsider", "blocked", "supporter", "professional")
ADDRESS = "ana@example.org"


@pytest.fixture
def concern(cast, story) -> Concern:
    made = report(
        by=cast.member, subject_kind="story", subject_key=story.key, kind="danger", words=""
    )
    return made.concern


@pytest.fixture
def sealed(cast) -> Contact:
    return Contact.objects.create(
        person=cast.author,
        email_sealed=seal_for(cast.author, ADDRESS.encode(), "contact"),
        verified_at=now(),
    )


def asked(by, concern, **more) -> BreakGlass:
    given = {"fields": ["email"], "reason": REASON, "tell_days": 0} | more
    return actions.ask(by=by, concern=concern, **given)


def texts(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def deeds() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("deed", flat=True))


def test_one_guide_asks_another_approves_and_both_see_only_what_was_asked(
    cast, concern, sealed, client_of
):
    asker, second = client_of(cast.guide), client_of(cast.coordinator)
    address = f"/guides/reports/{concern.key}/reveal/"
    form = asker.get(address).content.decode()
    for words in ("E-mail address", "Their names in all groups", "no telephone number"):
        assert words in form
    sent = {"fields_wanted": ["email"], "reason": REASON, "tell": "0"}
    page = asker.post(address, sent)["Location"]
    made = BreakGlass.objects.get()
    assert made.person == cast.author
    assert "a guide asks to see who somebody is" in texts(cast.coordinator)[-1]
    assert "Yes, open it" not in asker.get(page).content.decode()
    assert ADDRESS not in second.get(page).content.decode()
    second.post(f"{page}approve/", {"tell": "0", "words": "I read the case."})
    assert "You can see for half an hour" in texts(cast.guide)[-1]
    for client in (asker, second):
        assert ADDRESS not in client.get(page).content.decode(), "a look is a deed, not a visit"
        seen = client.post(f"{page}see/")
        assert ADDRESS in seen.content.decode()
        assert "they opened our letter there" in seen.content.decode()
        assert cast.author.username not in seen.content.decode()
        assert "no-store" in seen["Cache-Control"]
        assert client.get(f"{page}see/").status_code == 405
    assert deeds() == ["ask_reveal", "approve_reveal", "see_reveal", "see_reveal"]
    first = LogEntry.objects.first()
    assert (first.reason, first.details["fields"]) == (REASON, ["email"])
    assert ADDRESS not in str(list(LogEntry.objects.values()))
    assert ADDRESS not in str(list(BreakGlass.objects.values()))
    assert "2 times" in second.get(page).content.decode()
    assert log.verify() == []


def test_every_field_says_what_we_hold_or_that_we_hold_nothing(cast, concern):
    made = asked(cast.guide, concern, fields=list(actions.revealing.FIELDS))
    actions.approve(by=cast.coordinator, reveal=made, tell_days=0)
    put_in(make_group("long-illness"), cast.author, "Warm Fern")
    seen = {one.name: one.values for one in actions.see(by=cast.guide, reveal=made)}
    assert seen["E-mail address"] == []
    assert seen["Sign-in name"] == ["author-signs-in"]
    assert [line.split(" · ")[0] for line in seen["Their names in all groups"]] == [
        "Gentle Author",
        "Warm Fern",
    ]
    assert len(seen) == len(actions.revealing.FIELDS)


def test_words_whose_key_is_gone_are_said_to_be(cast, concern, sealed):
    made = asked(cast.guide, concern)
    actions.approve(by=cast.coordinator, reveal=made, tell_days=0)
    destroy_key(cast.author)
    seen = actions.see(by=cast.guide, reveal=made)
    assert seen[0].values[0] == "We hold it, but the key to it is gone."


def test_nobody_answers_their_own_wish_and_only_one_other_answers(cast, concern):
    made = asked(cast.guide, concern)
    with pytest.raises(Refused, match="Another person answers"):
        actions.approve(by=cast.guide, reveal=made, tell_days=0)
    actions.refuse(by=cast.coordinator, reveal=made, words="They answered me just now.")
    with pytest.raises(Refused, match="answered already"):
        actions.approve(by=cast.coordinator, reveal=made, tell_days=0)
    with pytest.raises(Refused, match="no longer open"):
        actions.see(by=cast.guide, reveal=made)
    assert "refused" in texts(cast.guide)[-1]
    assert deeds() == ["ask_reveal", "refuse_reveal"]


def test_a_guide_is_never_revealed_by_themselves(cast, concern, client_of):
    GroupRole.objects.create(person=cast.author, group=cast.group, role=Role.GUIDE)
    with pytest.raises(Refused, match="something of your own"):
        asked(cast.author, concern)
    made = asked(cast.guide, concern)
    assert not Notice.objects.filter(person=cast.author, kind="alert").exists()
    assert client_of(cast.author).get(f"/guides/reveals/{made.key}/").status_code == 404
    with pytest.raises(Refused, match="something of your own"):
        actions.approve(by=cast.author, reveal=made, tell_days=0)


@pytest.mark.parametrize("part", NOT_GUIDES)
def test_who_is_no_guide_can_neither_ask_nor_answer_nor_see(cast, concern, client_of, part):
    made = asked(cast.guide, concern)
    person, page = getattr(cast, part), f"/guides/reveals/{made.key}/"
    client = client_of(person)
    assert client.get(f"/guides/reports/{concern.key}/reveal/").status_code == 404
    assert client.get(page).status_code == 404
    assert client.get("/guides/reveals/").status_code == 404
    for deed in ("approve", "refuse", "see", "leave-untold", "tell-now"):
        assert client.post(f"{page}{deed}/", {"tell": "0", "words": "x" * 20}).status_code == 404
    with pytest.raises(Refused):
        actions.approve(by=person, reveal=made, tell_days=0)
    with pytest.raises(Refused):
        asked(person, concern)
    assert deeds() == ["ask_reveal"]


def test_a_guide_of_another_group_hears_nothing_of_it(cast, concern, client_of):
    other = make_group("long-illness")
    stranger = make_person("other-guide")
    put_in(other, stranger, "Warm Fern", "guide")
    GroupRole.objects.create(person=stranger, group=other, role=Role.GUIDE)
    made = asked(cast.guide, concern)
    assert texts(stranger) == []
    assert client_of(stranger).get(f"/guides/reveals/{made.key}/").status_code == 404
    with pytest.raises(Refused):
        actions.approve(by=stranger, reveal=made, tell_days=0)


def test_a_third_guide_knows_of_it_but_does_not_see(cast, concern, sealed, client_of):
    third = make_person("third")
    RoleGrant.objects.create(person=third, role=Role.GUIDE)
    made = asked(cast.guide, concern)
    actions.approve(by=cast.coordinator, reveal=made, tell_days=0)
    page = f"/guides/reveals/{made.key}/"
    assert client_of(third).get(page).status_code == 200
    answer = client_of(third).post(f"{page}see/", follow=True).content.decode()
    assert ADDRESS not in answer
    assert "Only who asked and who approved" in answer
    assert "see_reveal" not in deeds()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fields": []}, "Choose what"),
        ({"fields": ["email", "telephone"]}, "Choose what"),
        ({"reason": "because"}, "fear for their life"),
        ({"tell_days": None}, "put them in danger"),
        ({"tell_days": None, "untold_reason": "no"}, "put them in danger"),
    ],
)
def test_a_wish_without_a_reason_is_not_taken(cast, concern, change, words):
    with pytest.raises(Refused, match=words):
        asked(cast.guide, concern, **change)
    assert BreakGlass.objects.count() == 0
    assert deeds() == []


def test_only_an_open_urgent_case_opens_anybody(cast, concern):
    Concern.objects.filter(pk=concern.pk).update(level=Concern.Level.CONCERN)
    with pytest.raises(Refused, match="not urgent"):
        asked(cast.guide, concern)
    Concern.objects.filter(pk=concern.pk).update(level=Concern.Level.URGENT, closed_at=now())
    with pytest.raises(Refused, match="closed already"):
        asked(cast.guide, concern)


def test_a_lone_guide_is_told_that_there_is_no_second_person(cast, concern):
    RoleGrant.objects.all().delete()
    with pytest.raises(Refused, match="no second person"):
        asked(cast.guide, concern)
    assert BreakGlass.objects.count() == 0


def test_a_wish_that_nobody_answers_is_void_with_and_without_the_job(cast, concern, time_machine):
    made = asked(cast.guide, concern)
    with pytest.raises(Refused, match="asked already"):
        asked(cast.coordinator, concern)
    actions.void(made.key)
    assert deeds() == ["ask_reveal"], "not before its time"
    time_machine.move_to(made.void_at)
    assert state_of(made) == State.VOID
    with pytest.raises(Refused, match="Nobody answered in time"):
        actions.approve(by=cast.coordinator, reveal=made, tell_days=0)
    actions.void(made.key)
    actions.void(made.key)
    made.refresh_from_db()
    assert state_of(made) == State.VOID
    assert deeds() == ["ask_reveal", "void_reveal"]
    again = asked(cast.coordinator, concern)
    actions.approve(by=cast.guide, reveal=again, tell_days=0)


def test_asking_again_after_the_time_voids_the_first_wish(cast, concern, time_machine):
    made = asked(cast.guide, concern)
    time_machine.move_to(made.void_at + timedelta(minutes=1))
    asked(cast.guide, concern)
    made.refresh_from_db()
    assert made.answered_at == made.void_at
    assert deeds() == ["ask_reveal", "void_reveal", "ask_reveal"]


def test_it_closes_by_itself_after_half_an_hour(cast, concern, sealed, time_machine):
    made = asked(cast.guide, concern)
    actions.approve(by=cast.coordinator, reveal=made, tell_days=0)
    made.refresh_from_db()
    time_machine.move_to(made.open_until - timedelta(seconds=1))
    assert actions.see(by=cast.guide, reveal=made)
    time_machine.move_to(made.open_until)
    with pytest.raises(Refused, match="no longer open"):
        actions.see(by=cast.guide, reveal=made)
    assert deeds().count("see_reveal") == 1


# ── Telling the member ─────────────────────────────────────────────────────────────────────────


def test_the_member_reads_what_could_be_seen_and_why(cast, concern, client_of):
    made = asked(cast.guide, concern, fields=["email", "personas"])
    actions.tell_member(made.key)
    assert Decision.objects.count() == 0, "nothing was seen yet"
    actions.approve(by=cast.coordinator, reveal=made, tell_days=0)
    actions.tell_member(made.key)
    actions.tell_member(made.key)
    assert texts(cast.author) == [
        "Because they feared for your life, two of us could see who you are."
    ]
    page = client_of(cast.author).get(Notice.objects.get(person=cast.author).url).content.decode()
    assert "taken the pills" in page
    assert "E-mail address, Their names in all groups" in page
    assert deeds()[-1] == "tell_reveal"
    assert deeds().count("tell_reveal") == 1


def test_the_member_is_told_on_the_day_that_was_decided(cast, concern, time_machine):
    made = asked(cast.guide, concern)
    actions.approve(by=cast.coordinator, reveal=made, tell_days=7)
    actions.tell_member(made.key)
    assert texts(cast.author) == []
    made.refresh_from_db()
    time_machine.move_to(made.tell_at)
    actions.tell_member(made.key)
    assert len(texts(cast.author)) == 1


def test_a_coordinator_who_took_no_part_looks_again_when_nobody_is_told(cast, concern, client_of):
    other = make_person("other-coordinator")
    RoleGrant.objects.create(person=other, role=Role.COORDINATOR)
    made = asked(cast.guide, concern, tell_days=None, untold_reason=NOT_SAFE)
    actions.approve(by=cast.coordinator, reveal=made, tell_days=None, untold_reason=NOT_SAFE)
    assert "are not told" in texts(other)[-1]
    assert texts(cast.author) == []
    page = f"/guides/reveals/{made.key}/"
    for person in (cast.guide, cast.coordinator):
        with pytest.raises(Refused):
            actions.review(by=person, reveal=made, tell_now=True, words="It is safe by now.")
    assert "please look again" in client_of(other).get("/guides/reveals/").content.decode()
    assert NOT_SAFE in client_of(other).get(page).content.decode()
    client_of(other).post(f"{page}tell-now/", {"words": "It is safe by now."})
    assert len(texts(cast.author)) == 1
    with pytest.raises(Refused, match="nothing to look at again"):
        actions.review(by=other, reveal=made, tell_now=False, words="Once more, to be sure.")
    assert deeds()[-2:] == ["review_reveal", "tell_reveal"]


def test_leaving_somebody_untold_needs_words_and_happens_once(cast, concern):
    other = make_person("other-coordinator")
    RoleGrant.objects.create(person=other, role=Role.COORDINATOR)
    made = asked(cast.guide, concern, tell_days=None, untold_reason=NOT_SAFE)
    actions.approve(by=cast.coordinator, reveal=made, tell_days=None, untold_reason=NOT_SAFE)
    with pytest.raises(Refused, match="Write down why"):
        actions.review(by=other, reveal=made, tell_now=False, words="")
    actions.review(by=other, reveal=made, tell_now=False, words="The danger is as it was.")
    with pytest.raises(Refused, match="looked again already"):
        actions.review(by=other, reveal=made, tell_now=True, words="The danger is as it was.")
    assert texts(cast.author) == []


def test_who_erases_their_account_is_seen_no_more(cast, concern):
    made = asked(cast.guide, concern)
    actions.approve(by=cast.coordinator, reveal=made, tell_days=0)
    Person.objects.filter(pk=cast.author.pk).update(is_active=False)
    BreakGlass.objects.filter(pk=made.pk).update(person=None)
    with pytest.raises(Refused, match="no longer exists"):
        actions.see(by=cast.guide, reveal=made)
    actions.tell_member(made.key)
    assert log.verify() == []


def test_open_consoles_of_the_others_ring_and_show_it_but_not_that_of_who_asked(
    cast, concern, client_of, group
):
    GroupRole.objects.create(person=cast.author, group=group, role=Role.GUIDE)
    people = [cast.guide, cast.coordinator, cast.author]
    before = live.Concerns().states("", [one.pk for one in people])
    made = asked(cast.guide, concern)
    after = live.Concerns().states("", [one.pk for one in people])
    rang = [after[one.pk]["alarm"] > before[one.pk]["alarm"] for one in people]
    assert rang == [False, True, False]
    link = f"/guides/reveals/{made.key}/"
    assert link in client_of(cast.coordinator).get("/guides/reports/").content.decode()
    for person in (cast.guide, cast.author):
        assert link not in client_of(person).get("/guides/reports/").content.decode()
    actions.refuse(by=cast.coordinator, reveal=made, words="They answered me just now.")
    assert link not in client_of(cast.coordinator).get("/guides/reports/").content.decode()


def test_who_guides_no_more_sees_no_more(cast, concern, sealed):
    made = asked(cast.guide, concern)
    actions.approve(by=cast.coordinator, reveal=made, tell_days=0)
    GroupRole.objects.filter(person=cast.guide).update(ended_at=now())
    with pytest.raises(Refused, match="Only a guide"):
        actions.see(by=cast.guide, reveal=made)
    assert "see_reveal" not in deeds()


def jobs() -> list[tuple[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, scheduled_at, args->>'key' FROM procrastinate_jobs"
            " WHERE task_name LIKE '%_reveal' ORDER BY id"
        )
        return list(cursor.fetchall())


def test_the_jobs_come_at_their_time_and_do_what_they_say(cast, concern, time_machine):
    made = asked(cast.guide, concern)
    actions.approve(by=cast.coordinator, reveal=made, tell_days=7)
    made.refresh_from_db()
    assert jobs() == [
        ("moderation.void_reveal", made.void_at, made.key),
        ("moderation.tell_reveal", made.tell_at, made.key),
    ]
    time_machine.move_to(made.tell_at)
    tasks.void_reveal(made.key)
    tasks.tell_reveal(made.key)
    assert deeds() == ["ask_reveal", "approve_reveal", "tell_reveal"]


def test_a_wish_that_is_taken_back_with_its_transaction_leaves_no_trace(cast, concern):
    with transaction.atomic():
        asked(cast.guide, concern)
        transaction.set_rollback(True)
    assert (jobs(), deeds(), texts(cast.coordinator)) == ([], [], [])


# ── At the same moment, and in any order ───────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_the_same_moment_one_counts(cast, concern):
    third = make_person("third")
    RoleGrant.objects.create(person=third, role=Role.GUIDE)
    made = asked(cast.guide, concern)

    def approve(person):
        try:
            actions.approve(by=person, reveal=made, tell_days=0)
        except Refused:
            return None
        else:
            return person.pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        got = [pk for pk in pool.map(approve, [cast.coordinator, third]) if pk]
    made.refresh_from_db()
    assert got == [made.answered_by_id]
    assert deeds().count("approve_reveal") == 1


@pytest.mark.django_db(transaction=True)
def test_an_approval_and_the_end_of_the_time_never_both_hold(cast, concern):
    made = asked(cast.guide, concern)
    BreakGlass.objects.filter(pk=made.pk).update(void_at=now() + timedelta(milliseconds=40))

    def run(verb):
        try:
            with contextlib.suppress(Refused):
                for _n in range(30):
                    verb()
        finally:
            connections.close_all()

    verbs = [
        lambda: actions.approve(by=cast.coordinator, reveal=made, tell_days=0),
        lambda: actions.void(made.key),
    ]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, verbs))
    assert len({"approve_reveal", "void_reveal"} & set(deeds())) == 1
    assert len(deeds()) == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_at_the_same_moment_one_wish_waits(cast, concern):
    def ask(person):
        try:
            with contextlib.suppress(Refused):
                asked(person, concern)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(ask, [cast.guide, cast.coordinator]))
    assert BreakGlass.objects.count() == 1


class Life(RuleBasedStateMachine):
    """Whatever four people do in whatever order, at whatever time."""

    def __init__(self):
        super().__init__()
        self.all = transaction.atomic()
        self.all.__enter__()
        self.past = timedelta()

    def teardown(self):
        transaction.set_rollback(True)
        self.all.__exit__(None, None, None)

    @initialize()
    def begin(self):
        from damayan.stories.models import Story

        self.cast = make_cast(make_group())
        third = make_person("third")
        RoleGrant.objects.create(person=third, role=Role.COORDINATOR)
        story = Story.objects.create(
            group=self.cast.group,
            author=self.cast.personas["author"],
            form_key="s",
            title="t",
            happened="x",
            html="<p>x</p>",
            excerpt="x",
        )
        self.concern = report(
            by=self.cast.member,
            subject_kind="story",
            subject_key=story.key,
            kind="danger",
            words="",
        ).concern
        self.people = [self.cast.guide, self.cast.coordinator, third, self.cast.author]
        self.seen = 0

    def _latest(self):
        return BreakGlass.objects.order_by("-asked_at", "-pk").first()

    def _try(self, verb, **given):
        try:
            with transaction.atomic():
                verb(**given)
        except Refused:
            return False
        return True

    @rule(who=integers(0, 3), told=booleans())
    def ask(self, who, told):
        why = {"tell_days": 0} if told else {"tell_days": None, "untold_reason": NOT_SAFE}
        self._try(asked, by=self.people[who], concern=self.concern, **why)

    @rule(who=integers(0, 3), told=booleans())
    def approve(self, who, told):
        made = self._latest()
        why = {"tell_days": 0} if told else {"tell_days": None, "untold_reason": NOT_SAFE}
        if made:
            self._try(actions.approve, by=self.people[who], reveal=made, **why)

    @rule(who=integers(0, 3))
    def refuse(self, who):
        made = self._latest()
        if made:
            self._try(actions.refuse, by=self.people[who], reveal=made, words="They are safe.")

    @rule(who=integers(0, 3))
    def see(self, who):
        made = self._latest()
        if made and self._try(actions.see, by=self.people[who], reveal=made):
            self.seen += 1
            made.refresh_from_db()
            assert self.people[who].pk in (made.asked_by_id, made.answered_by_id)
            assert made.answered_at <= now() < made.open_until

    @rule(who=integers(0, 3), told=booleans())
    def review(self, who, told):
        made = self._latest()
        if made:
            given = {"tell_now": told, "words": "I looked again."}
            self._try(actions.review, by=self.people[who], reveal=made, **given)

    @rule(minutes=sampled_from([1, 16, 31]))
    def wait(self, minutes):
        """Time goes by: everything that was written moves back."""
        gone = timedelta(minutes=minutes)
        for one in BreakGlass.objects.all():
            for name in ("asked_at", "void_at", "answered_at", "open_until", "tell_at", "told_at"):
                if getattr(one, name):
                    setattr(one, name, getattr(one, name) - gone)
            one.save()

    @rule()
    def run_the_jobs(self):
        for key in list(BreakGlass.objects.values_list("key", flat=True)):
            actions.void(key)
            actions.tell_member(key)

    @invariant()
    def nobody_was_opened_by_one_person_or_unheard(self):
        if not hasattr(self, "cast"):
            return
        for one in BreakGlass.objects.all():
            if one.approved:
                assert one.answered_by_id not in (None, one.asked_by_id, one.person_id)
                assert one.answered_at < one.void_at
                assert one.tell_at or one.untold_reason
            assert not one.told_at or one.approved
            assert one.asked_by_id != one.person_id
        assert BreakGlass.objects.filter(answered_at=None).count() <= 1

    @invariant()
    def every_step_stands_in_the_log(self):
        if not hasattr(self, "cast"):
            return
        rows = BreakGlass.objects.all()
        done = deeds()
        assert done.count("ask_reveal") == rows.count()
        assert done.count("approve_reveal") == rows.filter(approved=True).count()
        refused = [one for one in rows if one.answered_by_id and one.approved is False]
        assert done.count("refuse_reveal") == len(refused)
        assert done.count("see_reveal") == self.seen
        assert done.count("tell_reveal") == rows.filter(told_at__isnull=False).count()
        assert done.count("review_reveal") == rows.filter(reviewed_at__isnull=False).count()


@pytest.mark.django_db
def test_life():
    run_state_machine_as_test(
        Life,
        settings=hypothesis_settings(
            max_examples=25,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
