"""Who may ask, take, answer and book, and why not. docs/state-machines/ has the tables."""

from datetime import timedelta

from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import YES, Verdict, no
from damayan.people.models import Person, Role
from damayan.support.questions.models import Advice, Practice, Question, Slot

TAKEN_FOR = timedelta(hours=48)
LONGEST_QUESTION, LONGEST_ADVICE = 4000, 8000
OPEN_AT_ONCE = 3
BOOKED_AT_ONCE = 2
LONGEST_SLOT = timedelta(hours=3)


def may_check(roles: frozenset[str]) -> Verdict:
    """``roles`` in the whole installation."""
    return YES if Role.COORDINATOR in roles else no(_("Only a coordinator can do this."))


def may_practise(practice: Practice | None) -> Verdict:
    """Only with a licence that was checked and has not run out."""
    if practice is not None and practice.is_standing:
        return YES
    if practice is not None and practice.has_lapsed:
        return no(_("Your licence is past its day of renewal. Renew it here, and go on."))
    return no(_("Only professionals whose licence was checked can do this."))


def may_ask(open_now: int) -> Verdict:
    """``open_now``: questions of theirs that are not answered yet."""
    if open_now >= OPEN_AT_ONCE:
        return no(_("You have several questions open. As soon as one is answered, ask the next."))
    return YES


def may_take(practice: Practice, question: Question, *, in_contact: bool) -> Verdict:
    """Nobody answers their own question, nor somebody with whom contact is closed."""
    if question.person_id == practice.person_id or not in_contact:
        return no(_("This question is no longer here."))
    if question.answered_at or question.withdrawn_at:
        return no(_("This question is no longer here."))
    if question.is_taken and question.taken_by_id != practice.pk:
        return no(_("A colleague is answering this now."))
    return YES


def may_write(practice: Practice, question: Question) -> Verdict:
    """Draft and send: whoever holds it, until it is sent or taken back."""
    if question.withdrawn_at:
        return no(_("The person took the question back."))
    if question.answered_at:
        return no(_("This question is answered."))
    if question.taken_by_id != practice.pk or not question.is_taken:
        return no(_("Take the question first. Your words are kept."))
    return YES


def may_give_opinion(practice: Practice, advice: Advice) -> Verdict:
    """Another professional, while the answer is not sent; never who asked the question."""
    if advice.question.withdrawn_at:
        return no(_("The person took the question back."))
    if practice.pk == advice.by_id or practice.person_id == advice.question.person_id:
        return no(_("A second view comes from somebody else."))
    return no(_("The answer was sent already.")) if advice.sent_at else YES


def may_withdraw(person: Person, question: Question) -> Verdict:
    """Whoever asked, at any time; what was published goes too."""
    return YES if question.person_id == person.pk else Verdict(False)


def may_offer_slot(starts: timedelta, length: timedelta, *, overlaps: bool) -> Verdict:
    """``starts``: from now on."""
    if starts <= timedelta(0):
        return no(_("Choose a time that is still to come."))
    if not timedelta(minutes=10) <= length <= LONGEST_SLOT:
        return no(_("Between ten minutes and three hours."))
    return no(_("You have offered another time that overlaps.")) if overlaps else YES


def may_book(person: Person, slot: Slot, *, booked_now: int, in_contact: bool) -> Verdict:
    """``booked_now``: times still to come that they have booked."""
    free = slot.booked_by_id is None and slot.cancelled_at is None and slot.starts_at > now()
    if (
        not free
        or not slot.practice.is_standing
        or not in_contact
        or slot.practice.person_id == person.pk
    ):
        return no(_("Somebody else has just taken this time. Here are the others."))
    if booked_now >= BOOKED_AT_ONCE:
        return no(_("You have booked several times already. Cancel one before the next."))
    return YES


def may_cancel(person: Person, slot: Slot) -> Verdict:
    """Both of the two, until it begins."""
    if person.pk not in {slot.booked_by_id, slot.practice.person_id}:
        return Verdict(False)
    if slot.cancelled_at or slot.starts_at <= now():
        return no(_("This can no longer be cancelled."))
    return YES
