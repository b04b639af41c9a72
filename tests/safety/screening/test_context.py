"""The same words mean different things; screening must hear which."""

import pytest

from damayan.safety.screening import screen

IDIOMS = """
patay na ako sa exam
I'm dying of laughter
I would kill for a burger
mamatay-matay kami sa tawa
nakakamatay sa init
my mom is going to kill me if I fail
papatayin ako ni mama pag bumagsak ako
patay na patay ako sa kanya
napatay ko yung boss sa ML
pinatay niya yung ilaw
suicide squad was a fun movie
over my dead body
I could murder a pizza right now
hapit ko mamatay sa katawa
"""
SUPPORTERS = """
If you are thinking of suicide, call 1553. You are not alone.
Are you thinking about ending your life? I am here to listen.
Kung naiisip mong magpakamatay, tumawag ka sa 1553. Nandito lang kami.
Naiisip mo bang saktan ang sarili mo? Makikinig ako.
Kung naghunahuna ka og hikog, ania ra mi para nimo.
Have you told anybody that you want to die? I would like to hear more.
"""
DENIED = """
I don't want to die, I want to sleep
I would never hurt myself
Wala akong balak magpakamatay
Hindi ako magpapakamatay, pagod lang
Dili ko gusto mamatay
"""
SPELLED = """
k1ll mys3lf tonight
i want to k i l l myself
i wanna d!e
wanna k.m.s so bad
gusto ko nang unalive myself
s u i c i d e is all I think about every night
di ko na kayaaa gusto ko na mamatayyy
gusto ko nang mmtay
gsto q n mgpkmtay
gust0 k0 nang mamat4y
I want to ｄｉｅ
I wаnt to dіe
I want to k*ll myself
sewerslide is my only way out
kill-my-self tonight, I mean it
I want to di\u200be
"""


def lines(block):
    return [line for line in block.strip().splitlines() if line]


@pytest.mark.parametrize("text", lines(IDIOMS))
def test_a_figure_of_speech_calls_nobody(text):
    assert screen(text).level == "none"


@pytest.mark.parametrize("text", lines(SUPPORTERS))
def test_a_supporter_may_speak_of_suicide(text):
    assert screen(text).level == "none"


@pytest.mark.parametrize("text", lines(DENIED))
def test_a_denial_is_heard_as_one(text):
    assert screen(text).level == "none"


@pytest.mark.parametrize("text", lines(SPELLED.replace("\\u200b", "\u200b")))
def test_spelling_games_hide_nothing(text):
    assert screen(text).level == "urgent"


def test_somebody_else_in_danger_is_still_a_concern():
    assert screen("My friend wants to kill herself").level == "concern"
    assert screen("Gusto nang mamatay ng kaibigan ko").level in ("concern", "urgent")
    assert screen("My friend is going to kill herself tonight").level == "urgent"


def test_what_is_long_over_is_no_alarm():
    assert screen("I used to want to die, years ago, when I was in college").level != "urgent"
    assert screen("Dati gusto ko nang mamatay pero ngayon okay na ako").level != "urgent"


def test_a_song_is_not_a_cry_for_help():
    assert screen('The lyrics go "I want to die tonight" and everybody sings along').level == "none"


def test_two_grave_signs_apart_are_urgent_where_one_is_a_concern():
    assert screen("Di ko na kaya.").level == "concern"
    assert screen("Di ko na kaya. Pabigat lang ako sa pamilya ko.").level == "urgent"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I want to end my life", "suicide_self_harm"),
        ("Binubugbog ako ng asawa ko gabi-gabi", "danger_from_others"),
        ("I am going to stab my stepfather tonight", "danger_to_others"),
        ("My uncle touches my private parts, I'm 11", "child_abuse"),
        ("My friend overdosed and is not breathing", "medical_emergency"),
        ("I make myself throw up after every meal", "eating_disorder"),
        ("You are a worthless piece of trash", "harassment_hate"),
        ("Send nudes please", "sexual_solicitation"),
        ("Magpakamatay ka na lang", "method_encouragement"),
        ("Earn 5000 daily from home, message me for the link", "selling_spam"),
        ("Text me at 0917 123 4567", "identifying"),
    ],
)
def test_every_kind_has_its_name(text, kind):
    assert kind in screen(text).kinds


def test_identifying_details_alone_raise_nothing():
    found = screen("Text me at 0917 123 4567")
    assert (found.level, found.kinds) == ("none", ("identifying",))


def test_screening_explains_itself():
    found = screen("Okay. I want to end my life tonight.")
    assert found.version.startswith("rules-")
    assert any(
        reason.rule and reason.words in "I want to end my life tonight"
        for reason in found.explanation
    )
    span = found.spans[0]
    assert "end my life" in "Okay. I want to end my life tonight."[span.start : span.end]
    assert 0.5 < found.score <= 1
