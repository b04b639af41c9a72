import pytest

from damayan.notices.models import Notice
from damayan.stories.actions import fold_topic
from damayan.stories.models import HiddenTopic, Mark

STORY_DEEDS = "reply say unsay keep unkeep hide show close open".split()
REPLY_DEEDS = "say unsay helpful unhelpful".split()


def _page(client, address):
    return client.get(address).content.decode()


def test_a_word_is_a_button_and_answers_with_its_own_piece(cast, story, reply, client_of):
    client = client_of(cast.author)
    fragment = {"HTTP_X_FRAGMENT": f"said-{reply.key}"}
    html = client.post(
        f"/replies/{reply.key}/say/", {"word": "thanks"}, **fragment
    ).content.decode()
    assert f'id="said-{reply.key}" open' in html
    assert "<html" not in html
    assert 'aria-pressed="true"' in html
    html = client.post(
        f"/replies/{reply.key}/unsay/", {"word": "thanks"}, **fragment
    ).content.decode()
    assert 'aria-pressed="true"' not in html
    plain = client_of(cast.member).post(f"/stories/{story.key}/say/", {"word": "hear"})
    assert plain["Location"] == f"/stories/{story.key}/"
    story.refresh_from_db()
    assert story.hear == 1


def test_a_word_that_is_none_changes_nothing(cast, story, client_of):
    for word in ("", "love", "hear; drop", "\x00"):
        client_of(cast.member).post(f"/stories/{story.key}/say/", {"word": word})
    story.refresh_from_db()
    assert (story.hear, story.me_too, story.strength, story.thanks) == (0, 0, 0, 0)


def test_keeping_at_hand_and_letting_go(cast, story, client_of):
    client = client_of(cast.member)
    client.post(f"/stories/{story.key}/keep/")
    assert story.key in _page(client, "/bookmarks/")
    assert story.key not in _page(client_of(cast.supporter), "/bookmarks/")
    client.post(f"/stories/{story.key}/unkeep/")
    assert story.key not in _page(client, "/bookmarks/")


def test_what_is_hidden_can_be_shown_again(cast, story, client_of):
    client = client_of(cast.member)
    client.post(f"/stories/{story.key}/hide/")
    assert Mark.objects.get().hidden_at
    client.post(f"/stories/{story.key}/show/")
    assert story.key in _page(client, f"/groups/{cast.group.slug}/")


def test_topics_fold_hide_and_show(cast, story, client_of):
    client = client_of(cast.member)
    client.post("/me/topics/", {"death": "fold", "suicide": "hide", "nonsense": "hide"})
    wishes = dict(HiddenTopic.objects.values_list("topic", "fold"))
    assert wishes == {"death": True, "suicide": False}
    html = _page(client, f"/stories/{story.key}/")
    assert html.index("<summary>Open the story</summary>") < html.index("four months since Papa")
    assert "First words" in _page(client, f"/groups/{cast.group.slug}/")
    client.post("/me/topics/", {"death": "", "suicide": ""})
    assert not HiddenTopic.objects.exists()
    fold_topic(by=cast.supporter, topic="death")
    assert "Open the story" not in _page(client, f"/stories/{story.key}/")


def test_mine_shows_my_stories_to_me_alone(cast, story, client_of):
    assert story.key in _page(client_of(cast.author), "/mine/")
    assert story.key not in _page(client_of(cast.member), "/mine/")


def test_reading_a_story_reads_its_notices(cast, story, client_of):
    client_of(cast.member).post(f"/stories/{story.key}/reply/", {"words": "x", "form_key": "k"})
    assert Notice.objects.get().read_at is None
    client_of(cast.author).get(f"/stories/{story.key}/", HTTP_SEC_PURPOSE="prefetch")
    assert Notice.objects.get().read_at is None
    client_of(cast.author).get(f"/stories/{story.key}/")
    assert Notice.objects.get().read_at
    cast.author.refresh_from_db()
    assert cast.author.unread_notices == 0


@pytest.mark.parametrize("part", ["blocked", "outsider"])
def test_out_of_sight_is_out_of_reach_for_every_deed(cast, story, reply, client_of, part):
    if part == "outsider":
        cast.group.access = "members"
        cast.group.save()
    client = client_of(cast.people[part])
    paths = [f"/stories/{story.key}/{deed}/" for deed in STORY_DEEDS]
    paths += [f"/replies/{reply.key}/{deed}/" for deed in REPLY_DEEDS]
    for path in paths:
        assert client.post(path, {"word": "hear", "words": "x"}).status_code == 404, path


def test_no_deed_happens_on_a_get(cast, story, reply, client_of):
    client = client_of(cast.author)
    paths = [f"/stories/{story.key}/{deed}/" for deed in STORY_DEEDS]
    paths += [f"/replies/{reply.key}/{deed}/" for deed in REPLY_DEEDS]
    paths += ["/drafts/save/", "/drafts/drop/", f"/groups/{cast.group.slug}/write/preview/"]
    for path in paths:
        assert client.get(path).status_code == 405, path


def test_a_visitor_is_sent_to_sign_in_for_every_deed(cast, story, reply, visitor):
    for path in [f"/stories/{story.key}/{deed}/" for deed in STORY_DEEDS]:
        assert visitor.post(path, {"word": "hear"})["Location"].startswith("/account/login/")


def test_the_author_closes_and_opens_the_answers(cast, story, client_of):
    client = client_of(cast.author)
    client.post(f"/stories/{story.key}/close/")
    assert "closed the answers" in _page(client_of(cast.member), f"/stories/{story.key}/")
    client.post(f"/stories/{story.key}/open/")
    assert "Send my answer" in _page(client_of(cast.member), f"/stories/{story.key}/")
