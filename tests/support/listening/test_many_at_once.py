"""Fifty at once: nobody is accepted twice, no word is lost or doubled, nobody is left hanging."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from damayan.foundation.verdict import Refused
from damayan.support.listening import actions, queries
from damayan.support.listening.models import Message, Offer, Talk, Wish
from tests.cast import make_person
from tests.support.listening.conftest import asked, make_listener

pytestmark = pytest.mark.django_db(transaction=True)
ACTORS = 50


def at_once(jobs):
    def run(job):
        try:
            return job()
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(ACTORS) as pool:
        return list(pool.map(run, jobs))


def test_forty_listeners_and_ten_who_ask():
    asking = [make_person(f"asks-{n}") for n in range(10)]
    ears = [make_listener(f"hears-{n}") for n in range(40)]
    wishes = [asked(person) for person in asking]

    def offers(ear):
        def job():
            for wish in random.Random(ear.pk).sample(wishes, len(wishes)):
                try:
                    return actions.offer(by=ear, wish=wish)
                except Refused:
                    continue
            return None

        return job

    at_once([offers(ear) for ear in ears])
    open_offers = Offer.objects.filter(answered_at=None)
    assert open_offers.count() == 10, "each wish has exactly one, and no listener has two"
    assert open_offers.values("wish").distinct().count() == 10

    def says_yes(person):
        offer = queries.asking(person).offer
        return lambda: actions.accept(by=person, offer=offer)

    yes = [says_yes(person) for person in asking]
    no = [
        (lambda offer=offer: actions.take_back(by=offer.listener, offer=offer))
        for offer in open_offers.select_related("listener")
    ]
    jobs = yes * 3 + no
    random.Random(1).shuffle(jobs)
    at_once(jobs)
    for wish in Wish.objects.all():
        talks = Talk.objects.filter(wish=wish)
        assert talks.count() <= 1
        accepted = wish.offers.filter(answer="yes").count()
        assert accepted == talks.count() == (wish.begun_at is not None)
        assert not wish.offers.filter(answered_at=None).exists(), "no orphan"


def test_fifty_lines_at_once_are_all_there_in_one_order():
    person, ear = make_person("asks"), make_listener("hears")
    talk = actions.accept(by=person, offer=actions.offer(by=ear, wish=asked(person)))

    def line(n):
        by = person if n % 2 else ear
        return lambda: actions.say(by=by, talk=talk, words=f"line {n}", form_key=str(n))

    lines = [line(n) for n in range(50)]
    at_once(lines + lines)
    assert sorted(Message.objects.values_list("place", flat=True)) == list(range(1, 51))
    said = {one.words for one in queries.spoken(person, Talk.objects.get()).messages}
    assert said == {f"line {n}" for n in range(50)}
