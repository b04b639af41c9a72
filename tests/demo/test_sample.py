"""The sample community as somebody finds it who has just started the product."""

import pytest

from damayan.demo.sample import load_sample, sign_in_lines
from damayan.moderation.models import Shift
from damayan.people.models import Person
from damayan.support.listening.models import Wish
from damayan.support.models import Queued
from damayan.support.questions.models import Published, Question, Slot
from damayan.support.referral.models import Service


@pytest.fixture
def sample(db, settings, tmp_path):
    settings.DATA = tmp_path
    load_sample()


def test_nobody_who_looks_around_finds_an_empty_room(sample, client_of, visitor):
    assert "Sample health centre" in visitor.get("/services/").content.decode()
    assert visitor.get("/ask/found/").content.decode().count('class="card"') == 2
    rooms = {
        "member": ["/ask/mine/", "/hours/", "/talk/"],
        "supporter": ["/listen/", "/support/"],
        "professional": ["/practice/questions/", "/practice/hours/"],
        "guide": ["/guides/reports/", "/guides/shifts/"],
        "coordinator": ["/desk/services/", "/desk/licences/"],
    }
    for name, paths in rooms.items():
        client = client_of(Person.objects.get(username=f"sample-{name}"))
        for path in paths:
            page = client.get(path)
            assert page.status_code == 200, path
            assert 'class="empty"' not in page.content.decode(), path


def test_nothing_of_the_sample_can_be_taken_for_real_help(sample):
    assert not Service.objects.exclude(phone="", email="").exists()
    assert not Service.objects.exclude(verified_at=None).exists()
    assert all("ample" in one.title or "alimbawa" in one.title for one in Service.objects.all())
    assert all("sample" in one.title for one in Published.objects.all())


def test_there_is_something_to_do_for_everybody(sample):
    assert Queued.objects.filter(met_at=None).exists()
    assert Wish.objects.open().count() == 1
    assert Question.objects.waiting().count() == 1
    assert Slot.objects.filter(booked_by=None).count() == 3
    assert Shift.objects.filter(guide__username="sample-guide").count() == 6
    assert len(sign_in_lines()) == 6
