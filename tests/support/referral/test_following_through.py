"""A referral from the suggestion to the visit: who may do what, what is shared, who is asked."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from fhir.resources.R4B.servicerequest import ServiceRequest

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.notices.models import Notice
from damayan.people.models import Block
from damayan.safety.models import Concern
from damayan.safety.subjects import subject_of
from damayan.support import tickets
from damayan.support.referral import actions, queries
from damayan.support.referral.models import Referral, ReferralEvent, Service, State, WhyNot
from tests.cast import make_person

HERS = "I cannot sleep since Papa died."
NOT_IN_IT = ("member", "outsider", "blocked", "guide", "coordinator", "professional")


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def led(by, referral, state, **more):
    return actions.lead(by=by, referral=referral, state=state, **more)


def test_only_she_decides_on_what_was_suggested_to_her(cast, helper, suggested):
    assert suggested.state == State.OFFERED
    assert told(cast.author) == ["Somebody you talk with suggests a place that helps."]
    for state in (State.SENT, State.SEEN, State.DECLINED):
        with pytest.raises(Refused):
            led(helper, suggested, state)
    with pytest.raises(Refused):
        actions.agree(by=helper, referral=suggested, details={}, days=30)
    assert led(cast.author, suggested, State.DECLINED).state == State.DECLINED


@pytest.mark.parametrize("part", NOT_IN_IT)
def test_nobody_else_finds_it(cast, agreed, client_of, part):
    client = client_of(cast.people[part])
    for name in ("referral", "weigh", "agree", "sheet", "fhir"):
        assert client.get(reverse(f"referral:{name}", args=[agreed.key])).status_code == 404
    for address in ("withdraw/", "sent/"):
        assert client.post(f"/referrals/{agreed.key}/{address}").status_code == 404


def test_what_is_empty_is_not_shared_and_nothing_stands_readable(cast, helper, agreed):
    assert agreed.items == ["name", "reason"]
    row = Referral.objects.values_list("details_sealed", "words_sealed").get()
    assert all(b"sleep" not in bytes(one) and b"kind" not in bytes(one) for one in row)
    shared = dict(queries.whole(helper, agreed).shared)
    assert shared == {"A name": "Ana", "What it is about": HERS}


def test_taking_it_back_destroys_it_and_stops_everything(cast, helper, agreed, client_of):
    led(cast.author, agreed, State.SENT)
    sheet = reverse("referral:sheet", args=[agreed.key])
    assert client_of(helper).get(sheet).status_code == 200
    actions.withdraw(by=cast.author, referral=agreed)
    kept = Referral.objects.get()
    assert (kept.state, kept.details_sealed) == (State.WITHDRAWN, None)
    for person in (cast.author, helper):
        assert client_of(person).get(sheet).status_code == 404
    assert HERS not in client_of(helper).get(f"/referrals/{agreed.key}/").content.decode()
    with time_machine.travel(now() + timedelta(days=20), tick=False):
        assert actions.ask_how_it_went() == 0
    with pytest.raises(Refused):
        led(helper, agreed, State.SEEN)


def test_consent_ends_by_itself(cast, helper, agreed, client_of):
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        assert client_of(helper).get(f"/referrals/{agreed.key}/sheet.pdf").status_code == 404
        page = client_of(helper).get(f"/referrals/{agreed.key}/").content.decode()
        assert HERS not in page
        with pytest.raises(Refused):
            led(helper, agreed, State.SENT)
        assert actions.forget_ended() == 1
    assert Referral.objects.get().details_sealed is None


def test_she_is_asked_after_three_and_fourteen_days_once_each(cast, agreed):
    led(cast.author, agreed, State.SENT)
    asked = []
    for day in (1, 3, 4, 13, 14, 15, 40):
        with time_machine.travel(now() + timedelta(days=day, minutes=1), tick=False):
            asked.append(actions.ask_how_it_went())
    assert asked == [0, 1, 0, 0, 1, 0, 0]
    assert told(cast.author)[1:] == ["You wanted to go somewhere. How did it go?"] * 2


def test_nobody_is_asked_after_it_took_place(cast, agreed):
    led(cast.author, agreed, State.SENT)
    led(cast.author, agreed, State.SEEN)
    with time_machine.travel(now() + timedelta(days=20), tick=False):
        assert actions.ask_how_it_went() == 0


def test_what_came_in_between_is_asked_and_kept(cast, agreed, client_of):
    led(cast.author, agreed, State.SENT)
    client = client_of(cast.author)
    page = client.post(f"/referrals/{agreed.key}/not_seen/", {}).content.decode()
    assert "This field is required." in page
    client.post(f"/referrals/{agreed.key}/not_seen/", {"why_not": "far"})
    kept = Referral.objects.get()
    assert (kept.state, kept.why_not) == (State.NOT_SEEN, WhyNot.FAR)


def test_a_ticket_is_for_one_helper_and_one_day(cast, helper):
    words = tickets.write(tickets.Ticket(helper.pk, cast.author.pk, "listening", "x"))
    assert tickets.read(words, by_id=helper.pk).person_id == cast.author.pk
    assert tickets.read(words, by_id=cast.member.pk) is None
    assert tickets.read(words[:-3] + "AAA", by_id=helper.pk) is None
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        assert tickets.read(words, by_id=helper.pk) is None


def test_only_helpers_suggest_and_a_block_stops_it_silently(cast, helper, service):
    for by in (cast.member, cast.outsider):
        ticket = tickets.Ticket(by.pk, cast.author.pk, "listening", "x")
        with pytest.raises(Refused):
            actions.suggest(by=by, ticket=ticket, service=service, words="", form_key="k")
    Block.objects.create(blocker=cast.author, blocked=helper)
    ticket = tickets.Ticket(helper.pk, cast.author.pk, "listening", "x")
    with pytest.raises(Refused):
        actions.suggest(by=helper, ticket=ticket, service=service, words="", form_key="k")
    assert not Referral.objects.exists()


def test_one_form_key_in_two_talks_does_not_tell_that_both_are_one_account(cast, helper, service):
    made = [
        actions.suggest(
            by=helper,
            ticket=tickets.Ticket(helper.pk, cast.author.pk, "talk", key),
            service=service,
            words="",
            form_key="the-same",
        )
        for key in ("first", "second", "second")
    ]
    assert made[0] != made[1]
    assert made[1] == made[2], "sent twice out of one talk it is one"


def test_nobody_is_flooded_with_suggestions(cast, helper, service):
    ticket = tickets.Ticket(helper.pk, cast.author.pk, "talk", "x")
    sent = {"ticket": ticket, "service": service, "words": "Go."}
    for n in range(5):
        actions.suggest(by=helper, form_key=f"k{n}", **sent)
    with pytest.raises(Refused, match="several places"):
        actions.suggest(by=helper, form_key="k9", **sent)
    assert actions.suggest(by=helper, form_key="k0", **sent)


def test_who_is_paused_suggests_nothing_and_nobody_who_went_is_suggested_to(cast, helper, service):
    ticket = tickets.Ticket(helper.pk, 2_000_000_000, "talk", "x")
    with pytest.raises(Refused):
        actions.suggest(by=helper, ticket=ticket, service=service, words="", form_key="k")
    helper.paused_until = now() + timedelta(days=1)
    ticket = tickets.Ticket(helper.pk, cast.author.pk, "talk", "x")
    with pytest.raises(Refused, match="everywhere"):
        actions.suggest(by=helper, ticket=ticket, service=service, words="", form_key="k")


def test_a_helper_sees_nothing_of_her_weighing_until_she_agrees(cast, helper, suggested, client_of):
    actions.weigh(by=cast.author, referral=suggested, before=1, barriers=["shame"])
    led(cast.author, suggested, State.DECLINED)
    client = client_of(helper)
    page = client.get(f"/referrals/{suggested.key}/").content.decode()
    assert "They decide alone" in page
    assert "not now" not in page
    assert "not now" not in client.get("/referrals/given/").content.decode()


def test_a_helper_reads_no_reason_after_she_took_it_back(cast, helper, agreed, client_of):
    led(cast.author, agreed, State.SENT)
    led(cast.author, agreed, State.NOT_SEEN, why_not="afraid")
    page = lambda who: client_of(who).get(f"/referrals/{agreed.key}/").content.decode()  # noqa: E731
    assert "too hard to go" in page(helper)
    actions.withdraw(by=cast.author, referral=agreed)
    assert "too hard to go" not in page(helper)
    assert "too hard to go" in page(cast.author)


def test_a_block_closes_what_was_shared_as_if_consent_had_ended(cast, helper, agreed, client_of):
    base = f"/referrals/{agreed.key}/"
    assert HERS in client_of(helper).get(base).content.decode()
    Block.objects.create(blocker=cast.author, blocked=helper)
    page = client_of(helper).get(base).content.decode()
    assert HERS not in page
    assert "consent has ended" in page
    for name in ("sheet.pdf", "fhir.json"):
        assert client_of(helper).get(f"{base}{name}").status_code == 404
        assert client_of(cast.author).get(f"{base}{name}").status_code == 200
    with pytest.raises(Refused, match="consent has ended"):
        led(helper, agreed, State.SENT)


def test_a_form_sent_twice_makes_one(cast, helper, service):
    first = actions.begin(by=cast.author, service=service, form_key="once")
    assert actions.begin(by=cast.author, service=service, form_key="once") == first
    assert Referral.objects.count() == ReferralEvent.objects.count() == 1


def test_too_many_open_ones_are_refused_kindly(cast, service):
    for n in range(5):
        actions.begin(by=cast.author, service=service, form_key=f"k{n}")
    with pytest.raises(Refused, match="several open"):
        actions.begin(by=cast.author, service=service, form_key="k9")


def test_the_clinics_computer_gets_valid_fhir_with_what_is_shared_only(cast, agreed, client_of):
    answer = client_of(cast.author).get(f"/referrals/{agreed.key}/fhir.json")
    assert answer["Content-Type"] == "application/fhir+json"
    request = ServiceRequest.model_validate(json.loads(answer.content))
    assert (request.status, request.intent) == ("active", "proposal")
    assert request.reasonCode[0].text == HERS
    patient = request.contained[0]
    assert patient.name[0].text == "Ana"
    assert patient.telecom is None
    assert cast.author.username not in answer.content.decode()


def test_the_sheet_is_a_pdf_that_names_nobody_in_its_properties(cast, agreed, client_of):
    pdf = client_of(cast.author).get(f"/referrals/{agreed.key}/sheet.pdf").content
    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    assert b"Ana" not in pdf.split(b"/Author")[1][:40]


@pytest.mark.parametrize("script", [True, False])
def test_she_goes_from_a_suggestion_to_the_sheet_by_forms_alone(cast, suggested, client_of, script):
    client = client_of(cast.author)
    base = f"/referrals/{suggested.key}/"
    assert "They were kind to me." in client.get(base).content.decode()
    step = client.post(f"{base}weigh/", {"before": "2", "barriers": ["cost", "alone"]})
    assert step["Location"] == f"{base}answers/"
    assert "It costs" not in client.get(f"{base}weigh/").content.decode()
    assert "The cost" in client.get(f"{base}answers/").content.decode()
    assert client.post(f"{base}answers/", {"after": "6"})["Location"] == f"{base}agree/"
    wrong = client.post(f"{base}agree/", {"days": "30", "share_name": "on", "reason": HERS})
    assert HERS in wrong.content.decode(), "what was typed is kept"
    assert "take the tick away" in wrong.content.decode()
    good = {"days": "30", "share_name": "on", "name": "Ana", "reason": HERS}
    assert client.post(f"{base}agree/", good)["Location"] == base
    kept = Referral.objects.get()
    assert (kept.before, kept.after, kept.items) == (2, 6, ["name"])
    assert kept.state == State.AGREED


def test_the_figures_say_nothing_about_a_few(cast, agreed):
    led(cast.author, agreed, State.SENT)
    found = queries.figures()
    assert {count for _words, count in found.states} == {None}
    assert found.change is None


def test_the_figures_say_how_the_wish_to_go_changed(cast, service):
    for n in range(12):
        Referral.objects.create(
            person=cast.author, service=service, form_key=str(n), before=3, after=5
        )
    assert queries.figures().change is None, "one person is not ten"
    for n, referral in enumerate(Referral.objects.all()):
        referral.person = make_person(f"went-{n}")
        referral.save()
    found = queries.figures()
    assert (found.change, found.n) == (2.0, 12)
    assert dict(found.states)["begun"] == 12


def test_lists_cost_the_same_however_long(cast, client_of, service, django_assert_num_queries):
    client = client_of(cast.author)
    for n in range(25):
        Referral.objects.create(person=cast.author, service=service, form_key=str(n))
    client.get("/referrals/")
    with django_assert_num_queries(3):
        page = client.get("/referrals/").content.decode()
    assert page.count("City health centre") == 20
    assert "after=" in page


def test_an_export_holds_her_referral_and_erasing_takes_it(cast, agreed):
    from damayan.people.holdings import registered

    held = next(h for h in registered() if "referral.Referral" in h.models)
    said = json.dumps(list(held.export(cast.author)), default=str)
    assert HERS in said
    assert "They were kind to me." in said
    cast.author.delete()
    assert not Referral.objects.exists()
    assert Service.objects.count() == 1


def test_what_comes_with_a_suggestion_is_screened_and_can_be_reported(
    cast, helper, service, client_of
):
    ticket = tickets.Ticket(helper.pk, cast.author.pk, "listening", "x")
    words = "You should just kill yourself tonight, nobody would miss you."
    made = actions.suggest(by=helper, ticket=ticket, service=service, words=words, form_key="bad")
    concern = Concern.objects.get(subject_kind="suggestion", subject_key=made.key)
    assert concern.level == Concern.Level.URGENT
    assert "miss" not in str(concern.explanation), "the words stay sealed"
    case = client_of(cast.coordinator).get(f"/guides/reports/{concern.key}/")
    assert case.status_code == 200
    assert client_of(cast.author).get(f"/report/suggestion/{made.key}/").status_code == 200
    for part in ("supporter", "member"):
        page = client_of(cast.people[part]).get(f"/report/suggestion/{made.key}/")
        assert page.status_code == 404
    subject = subject_of("suggestion")
    assert "nobody would miss you" in subject.show(made.key).html
    assert subject.author_id(made.key) == helper.pk
    subject.hide(by=cast.coordinator, key=made.key, reason="")
    assert "miss you" not in client_of(cast.author).get(f"/referrals/{made.key}/").content.decode()
