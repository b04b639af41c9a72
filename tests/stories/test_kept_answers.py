"""Answers are rendered once for readers to whom they look the same, and never for another."""

from damayan.foundation.clock import now
from damayan.stories.models import Reaction, Reply
from damayan.stories.showing.answers import _rendered


def page(client, story):
    return client.get(f"/stories/{story.key}/").content.decode()


def test_two_members_alike_share_the_piece_but_not_the_token(cast, story, reply, client_of):
    _rendered.cache_clear()
    one, two = client_of(cast.supporter), client_of(cast.professional)
    one_page, two_page = page(one, story), page(two, story)
    assert _rendered.cache_info().hits == 1
    tokens = [
        [part.split('"')[0] for part in text.split('csrfmiddlewaretoken" value="')[1:]]
        for text in (one_page, two_page)
    ]
    assert tokens[0]
    assert not set(tokens[0]) & set(tokens[1])
    assert "\x00" not in one_page


def test_everybody_sees_only_their_own_ways(cast, story, reply, client_of, visitor):
    edit = f"/replies/{reply.key}/edit/"
    helpful = f"/replies/{reply.key}/helpful/"
    for turn in range(2):
        assert edit in page(client_of(cast.member), story), turn
        assert edit not in page(client_of(cast.supporter), story)
        assert helpful in page(client_of(cast.author), story)
        assert helpful not in page(client_of(cast.supporter), story)
        assert "<form" not in page(visitor, story).split('class="replies"')[1].split("</ol>")[0]


def test_what_changes_shows_at_once(cast, story, reply, client_of):
    reader = client_of(cast.supporter)
    before = page(reader, story)
    assert "What was he like" in before
    Reaction.objects.create(
        persona=cast.personas["supporter"], story=story, reply=reply, word="hear"
    )
    Reply.objects.filter(pk=reply.pk).update(hear=1)
    assert 'aria-pressed="true"' in page(reader, story)
    Reply.objects.filter(pk=reply.pk).update(hidden_at=now())
    hidden = page(reader, story)
    assert "What was he like" not in hidden
    assert "A guide has hidden this" in hidden
    assert "What was he like" in page(client_of(cast.guide), story)


def test_each_language_has_its_own(cast, story, reply, client_of):
    reader = client_of(cast.supporter)
    assert 'lang="en"' in page(reader, story)
    cast.supporter.language = "fil"
    cast.supporter.save()
    _rendered.cache_clear()
    assert 'lang="fil"' in page(client_of(cast.supporter), story)
    assert _rendered.cache_info().hits == 0
