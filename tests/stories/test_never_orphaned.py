"""No words wait without an open concern, whatever happens in whichever order, also at once."""

import random
import threading
from contextlib import suppress

import pytest
from django.db import connection, transaction

from damayan.foundation.verdict import Refused
from damayan.safety.actions import close_concern, report
from damayan.safety.models import Concern, Outcome, ReportKind
from damayan.stories.actions import (
    answer,
    decline,
    edit_reply,
    edit_story,
    hide,
    publish,
    release,
    remove_reply,
    remove_story,
    restore,
)
from damayan.stories.models import Reply, Story
from tests.stories.waiting import CALM, URGENT, customs, orphans

WORDS = (CALM, URGENT, "Buy my cream now.", "I am tired today.")
SETTINGS = {
    "first_posts": 2,
    "urgent_waits": True,
    "word_list": [{"words": "cream", "does": "wait"}, {"words": "tired", "does": "concern"}],
}


class Evening:
    """Random deeds of the author, a guide and a reader on a handful of texts."""

    def __init__(self, cast, story, dice: random.Random) -> None:
        self.cast, self.story, self.dice, self.told = cast, story, dice, 0

    def step(self) -> None:
        deeds = (self.tell, self.edit, self.edit, self.guide, self.guide, self.close, self.leave)
        with suppress(Refused, Story.DoesNotExist, Reply.DoesNotExist):
            self.dice.choice(deeds)()

    def words(self) -> str:
        return f"{self.dice.choice(WORDS)} {self.dice.randrange(1000)}"

    def tell(self) -> None:
        key, by = f"k{self.dice.randrange(10**9)}", self.cast.member
        if self.dice.random() < 0.5:
            publish(by=by, group=self.cast.group, form_key=key, happened=self.words())
        else:
            answer(by=by, story=self.story, form_key=key, words=self.words())

    def text(self) -> Story | Reply | None:
        mine = {"author": self.cast.personas["member"]}
        found = [*Story.objects.filter(**mine), *Reply.objects.filter(**mine)]
        return self.dice.choice(found) if found else None

    def edit(self) -> None:
        match self.text():
            case Story() as story:
                edit_story(by=self.cast.member, story=story, happened=self.words())
            case Reply() as reply:
                edit_reply(by=self.cast.member, reply=reply, words=self.words())

    def guide(self) -> None:
        row = self.text()
        if row is None:
            return
        of = {"story": row} if isinstance(row, Story) else {"story": row.story, "reply": row}
        deed = self.dice.choice((release, release, hide, restore, decline))
        reason = {"reason": "Please change this."} if deed is decline else {}
        with transaction.atomic():
            # As the room above does it: the concern first, then the words.
            about = Concern.objects.filter(subject_key=row.key, closed_at=None)
            about.select_for_update().first()
            deed(by=self.cast.guide, **of, **reason)

    def close(self) -> None:
        opened = list(Concern.objects.filter(closed_at=None))
        if opened:
            concern = self.dice.choice(opened)
            close_concern(by=self.cast.guide, concern=concern, outcome=Outcome.KEPT)

    def leave(self) -> None:
        row = self.text()
        if row is None or self.dice.random() < 0.5:
            return
        if self.dice.random() < 0.6:
            kind = "story" if isinstance(row, Story) else "reply"
            report(
                by=self.cast.supporter,
                subject_kind=kind,
                subject_key=row.key,
                kind=ReportKind.SPAM,
            )
        elif isinstance(row, Story):
            remove_story(by=self.cast.member, story=row)
        else:
            remove_reply(by=self.cast.member, reply=row)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_order_of_deeds(cast, story, settings, seed):
    settings.STORIES_PER_HOUR = settings.REPLIES_PER_HOUR = 0
    customs(cast, **SETTINGS)
    evening = Evening(cast, story, random.Random(seed))
    waited = 0
    for _deed in range(60):
        evening.step()
        assert orphans() == []
        waited = max(waited, Story.objects.exclude(waiting_at=None).count())
    assert waited, "or this evening tried nothing"
    story.refresh_from_db()
    stand = Reply.objects.standing().filter(story=story).exclude(author=story.author)
    assert story.reply_count == stand.count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_at_the_same_moment(cast, story, settings, seed):
    settings.STORIES_PER_HOUR = settings.REPLIES_PER_HOUR = 0
    customs(cast, **SETTINGS)
    Evening(cast, story, random.Random(seed)).tell()
    errors: list[BaseException] = []

    def evening(number: int) -> None:
        mine = Evening(cast, story, random.Random(seed * 10 + number))
        try:
            for _deed in range(25):
                mine.step()
        except BaseException as error:  # noqa: BLE001 - told below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=evening, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert orphans() == []
    story.refresh_from_db()
    stand = Reply.objects.standing().filter(story=story).exclude(author=story.author)
    assert story.reply_count == stand.count()
