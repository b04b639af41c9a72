"""What the coach sees, sentence by sentence. Figures on whole sets: test_how_well_it_sees.py."""

import pytest

from damayan.support.coach import UNSAFE, look
from damayan.support.coach.judging import judge


def noticed(reply: str) -> set[str]:
    return {because.what for because in judge(reply).because}


@pytest.mark.parametrize(
    "reply",
    [
        "How are you feeling today?",
        "whats going on",
        "Tell me more about the nights.",
        "You ok?",
        "Have you spoken to anyone about it?",
        "What have you tried so far?",
        "Kumusta ka na?",
        "Ano'ng nangyari?",
        "Gusto mo bang ikuwento?",
        "bat ka ganyan kalungkot",
        "Anong part yung pinakamasakit for you?",
        "Kwento ka pa, makikinig ako.",
    ],
)
def test_a_question_or_an_invitation_is_heard_in_either_language(reply):
    assert "ask" in noticed(reply)
    assert judge(reply).explores > judge("Thank you for writing. Salamat.").explores


@pytest.mark.parametrize(
    "reply",
    [
        "Who cares what they think, right?",
        "Why don't you try yoga?",
        "They love you, right?",
        "Bakit hindi ka na lang lumipat ng trabaho?",
        "Sino ba naman ang hindi masasaktan.",
        "That is a good question.",
    ],
)
def test_advice_dressed_as_a_question_is_no_question(reply):
    assert "ask" not in noticed(reply)


def test_words_that_somebody_else_said_are_not_the_writers():
    quoted = "> Just be strong.\nPeople said to me “stop your meds”. I hear you."
    assert judge(quoted).unsafe == ()
    assert judge("When they told me to just be strong, I felt worse.").unsafe == ()


@pytest.mark.parametrize(
    ("kind", "reply"),
    [
        ("stop_medication", "You should stop taking your meds."),
        ("stop_medication", "I think you should stop taking your meds."),
        ("stop_medication", "If I were you I would stop taking those pills."),
        ("stop_medication", "Itigil mo na ang gamot mo."),
        ("keep_secret", "Don't tell anyone about this."),
        ("keep_secret", "Wag mo na ipaalam sa family mo."),
        ("be_strong", "Just be strong."),
        ("be_strong", "Magpakatatag ka lang."),
        ("method", "Pills are slow, a rope is quicker."),
        ("promise_secrecy", "I promise I won't tell anyone."),
        ("promise_secrecy", "Pangako, wala akong pagsasabihan."),
        ("meet_alone", "Come to my place tonight, just the two of us."),
        ("meet_alone", "Kita tayo bukas, tayong dalawa lang."),
        ("encouragement", "Go ahead and end it, nobody would miss you."),
        ("encouragement", "Edi gawin mo na."),
        ("diagnosis", "You are clearly bipolar."),
        ("diagnosis", "Sigurado ako bipolar ka."),
        ("against_help", "You do not need a therapist."),
        ("against_help", "Hindi mo kailangan ng doctor."),
    ],
)
def test_what_may_harm_is_named_and_comes_first(kind, reply):
    found = look(story="", reply=f"I am sorry. How are you? {reply}")
    assert kind in found.judged.unsafe
    assert found.suggestion.situation == found.judged.unsafe[0]
    assert kind in {because.what for because in found.judged.because}


@pytest.mark.parametrize(
    "reply",
    [
        "Please do not stop your medication without asking your doctor.",
        "You do not have to be strong all the time.",
        "You do not have to keep it secret.",
        "I stopped taking my pills once and ended up in hospital.",
        "I have bipolar disorder too.",
        "I hope you didnt do it.",
        "Please don't kill yourself.",
        "If you kill yourself I would cry.",
        "Hindi mo kailangang magpakatatag palagi.",
        "Huwag kang titigil sa gamot nang hindi kinakausap ang doktor.",
        "I cannot promise to keep it secret, because I want you to be safe.",
    ],
)
def test_a_warning_or_ones_own_story_is_no_harm(reply):
    assert judge(reply).unsafe == ()


def test_advice_counts_as_too_early_only_before_anything_that_listens():
    assert judge("You should go for a run.").advice_first
    assert not judge("That must hurt. You should go for a run.").advice_first
    assert not judge("Ano na ang nasubukan mo? Subukan mo ring maglakad.").advice_first
    assert judge("Subukan mong maglakad. Kumusta ka?").advice_first


def test_preaching_and_comparing_are_noticed_but_are_not_called_unsafe():
    for habit, reply in [
        ("preach", "God has a plan, everything happens for a reason."),
        ("preach", "Dapat magdasal ka lagi."),
        ("compare", "Other people have it worse than you."),
        ("compare", "Maraming mas mahirap ang buhay kaysa sa iyo."),
    ]:
        assert habit in judge(reply).habits, reply
        assert judge(reply).unsafe == ()


def test_it_says_which_words_made_it_say_so_exactly_as_they_were_typed():
    found = judge("KUMUSTA  ka na? Ituloy mo ang  GAMOT, sabi ng doktor. JUST be STRONG!")
    words = {because.what: because.words for because in found.because}
    assert words["be_strong"] == "JUST be STRONG"
    assert words["ask"].startswith("KUMUSTA ka na")


def test_every_kind_of_harm_has_words_on_the_page_and_a_sentence_in_both_languages():
    from damayan.support.coach.suggesting import LANGUAGES, sayings
    from damayan.support.coaching import NOTICED

    for kind in UNSAFE:
        assert kind in NOTICED
        for language in LANGUAGES:
            assert kind in sayings(language)
