"""Coordinators can say what screening does: real figures, real version, honest limits."""

import json

import pytest

from damayan.foundation.clock import now
from damayan.moderation.queries.screening import lately
from damayan.safety import measured
from damayan.safety.models import Concern
from damayan.safety.screening import evaluation
from damayan.stories.models import Story

LANGUAGES = {"en", "fil", "taglish", "ceb"}


def page_of(client) -> str:
    answer = client.get("/desk/screening/")
    assert answer.status_code == 200
    return answer.content.decode()


def raise_concerns(many, *, kinds, level=1, outcome=""):
    Concern.objects.bulk_create(
        Concern(
            subject_kind="story",
            subject_key=f"{level}-{kinds[0][:6]}-{outcome[:3]}-{n}"[:16],
            level=level,
            kinds=list(kinds),
            screened_at=now(),
            closed_at=now() if outcome else None,
            outcome=outcome,
        )
        for n in range(many)
    )


def tell_stories(cast, many):
    Story.objects.bulk_create(
        Story(group=cast.group, author=cast.personas["author"], form_key=f"f{n}")
        for n in range(many)
    )


def test_the_figures_are_those_of_the_file_with_their_intervals(cast, client_of):
    page, figures = page_of(client_of(cast.coordinator)), measured.measured()
    assert figures["languages"].keys() == LANGUAGES
    for part in figures["languages"].values():
        recall = part["levels"]["urgent"]["recall"]
        low, high = evaluation.wilson(recall["hits"], recall["of"])
        assert (recall["low"], recall["high"]) == (round(low, 4), round(high, 4))
        shown = f"{round(100 * recall['share'])} % ({round(100 * low)}–{round(100 * high)})"
        assert shown in page
    assert figures["version"] in page
    assert measured.running_version() in page
    assert "misses" not in figures, "the sentences themselves are not shipped"


def test_the_models_own_figures_are_read_when_the_page_is_asked_for(
    cast, client_of, tmp_path, monkeypatch
):
    page = page_of(client_of(cast.coordinator))
    known = measured.model_figures()["risk"]["cross_validated"]
    assert f"{round(100 * known['auroc'])} of 100 cases" in page
    other = tmp_path / "figures.json"
    other.write_text(json.dumps({"risk": {"cross_validated": {"posts": 11, "auroc": 0.51}}}))
    monkeypatch.setattr(measured, "MODEL", other)
    assert "51 of 100 cases" in page_of(client_of(cast.coordinator))
    monkeypatch.setattr(measured, "MODEL", tmp_path / "gone.json")
    assert "of 100 cases" not in page_of(client_of(cast.coordinator))


def test_it_says_when_the_figures_are_those_of_another_version(cast, client_of, monkeypatch):
    monkeypatch.setattr(measured, "running_version", lambda: "rules-of-tomorrow")
    page = page_of(client_of(cast.coordinator))
    assert "Another version is running here now: rules-of-tomorrow" in page


def test_it_says_when_nothing_was_measured(cast, client_of, monkeypatch, tmp_path):
    monkeypatch.setattr(measured, "FILE", tmp_path / "gone.json")
    assert "It has not been measured yet." in page_of(client_of(cast.coordinator))


def test_measuring_keeps_figures_and_no_sentence(tmp_path, monkeypatch):
    cases = tmp_path / "cases.tsv"
    cases.write_text("urgent\ten\tI want to end my life tonight.\nnone\ten\tWe cooked rice.\n")
    monkeypatch.setattr(measured, "FILE", tmp_path / "measured.json")
    measured.keep(cases)
    kept = measured.measured()
    assert kept["all"]["texts"] == 2
    assert kept["version"] == measured.running_version()
    assert "rice" not in (tmp_path / "measured.json").read_text()


def test_live_figures_by_kind_keep_small_ones_back(cast, client_of):
    tell_stories(cast, 400)
    raise_concerns(30, kinds=["distress"], outcome="talked")
    raise_concerns(20, kinds=["distress", "eating_disorder"], outcome="kept")
    raise_concerns(15, kinds=["suicide_self_harm"], level=2)
    raise_concerns(4, kinds=["selling_spam"])
    found = lately()
    by_kind = {one.words: one for one in found.kinds}
    distress = by_kind["deep distress"]
    assert (distress.found, distress.decided, distress.borne_out) == (50, 50, {"is": 60})
    assert by_kind["thoughts of suicide or self-harm"].decided is None
    assert by_kind["hunger, purging or weight"].borne_out == {"at_most": 50}
    assert by_kind["selling or spam"].found is None
    assert found.texts == 400
    assert found.urgent == (15, {"is": 4})
    page = page_of(client_of(cast.coordinator))
    assert "400 texts were read" in page
    assert "60 of 100" in page
    assert "selling or spam" not in page.split("By kind")[1]


def test_a_fixed_number_of_queries(cast, django_assert_num_queries):
    raise_concerns(50, kinds=["distress"])
    with django_assert_num_queries(4):
        lately()


@pytest.mark.parametrize("part", ["author", "guide", "supporter", "outsider"])
def test_it_is_for_coordinators(cast, client_of, visitor, part):
    assert client_of(getattr(cast, part)).get("/desk/screening/").status_code == 404
    assert visitor.get("/desk/screening/").status_code == 404


def test_it_can_be_printed_and_says_what_an_officer_needs(cast, client_of, settings):
    settings.OPERATOR, settings.OPERATOR_CONTACT = "City Health Office", "dpo@city.example"
    page = page_of(client_of(cast.coordinator))
    for words in ("Republic Act 10173", "City Health Office", "dpo@city.example", "data-print"):
        assert words in page
    for words in ("Nowhere.", "It misses people.", "a guide decides"):
        assert words in page
