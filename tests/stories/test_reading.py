import gzip
import re
from datetime import timedelta

import pytest

from damayan.foundation.clock import now
from damayan.foundation.words import cook
from damayan.groups.models import PersonaMute
from damayan.stories.actions import hide, hide_from_me, hide_topic, remove_reply, remove_story
from damayan.stories.models import Mark, Reply, Story

WORDS = (
    "I kept my mother's slippers by the door for a year. You are not doing it wrong. "
    "Ano siya sa umaga, habang hawak ang pangalawang tasa? Nandito kami kapag uwian na, "
    "at bukas din. Take the long way home if you have to; somebody will be here, number {n}."
)


@pytest.fixture
def thread(cast, story):
    """Twenty-five answers by others than the author, a minute apart, the oldest first."""
    start = now() - timedelta(hours=3)
    names = ["member", "supporter", "guide", "professional"]
    made = [
        Reply.objects.create(
            story=story,
            author=cast.personas[names[n % 4]],
            form_key=f"thread-{n}",
            words=WORDS.format(n=n),
            html=cook(WORDS.format(n=n)),
            created_at=start + timedelta(minutes=n),
        )
        for n in range(25)
    ]
    Story.objects.filter(pk=story.pk).update(
        reply_count=25, first_answer_at=made[0].created_at, active_at=made[-1].created_at
    )
    return made


def _page(client, address):
    return client.get(address).content.decode()


def _keys(html):
    return re.findall(r'<li class="reply[^"]*" id="r-(\w+)"', html)


def test_a_visitor_costs_two_queries(cast, thread, story, visitor, django_assert_num_queries):
    visitor.get(f"/stories/{story.key}/")
    with django_assert_num_queries(2):
        visitor.get(f"/stories/{story.key}/")
    with django_assert_num_queries(2):
        visitor.get(f"/groups/{cast.group.slug}/")


def test_a_member_costs_four_queries_and_a_fifth_on_something_new(
    cast, thread, story, client_of, django_assert_num_queries
):
    client = client_of(cast.outsider)
    for person in (cast.professional, cast.author):
        client = client_of(person)
        with django_assert_num_queries(5):
            client.get(f"/stories/{story.key}/?last=1")
        with django_assert_num_queries(4):
            client.get(f"/stories/{story.key}/?last=1")
        with django_assert_num_queries(4):
            client.get(f"/groups/{cast.group.slug}/")


def test_twenty_answers_weigh_little(cast, thread, story, client_of, visitor):
    for client in (client_of(cast.supporter), visitor):
        content = client.get(f"/stories/{story.key}/").content
        assert content.count(b'<li class="reply') == 20
        assert len(gzip.compress(content, 6)) <= 14 * 1024
        assert len(content) <= 45 * 1024


def test_pages_of_answers_lead_on_and_back(cast, thread, story, client_of):
    client = client_of(cast.outsider)
    keys = [reply.key for reply in thread]
    first = _page(client, f"/stories/{story.key}/")
    assert _keys(first) == keys[:20]
    assert f"?after={keys[19]}" in first
    second = _page(client, f"/stories/{story.key}/?after={keys[19]}")
    assert _keys(second) == keys[20:]
    assert f"?before={keys[20]}" in second
    back = _page(client, f"/stories/{story.key}/?before={keys[20]}")
    assert _keys(back) == keys[:20]
    assert "?before=" not in back
    last = _page(client, f"/stories/{story.key}/?last=1")
    assert _keys(last) == keys[5:]


def test_a_replys_lasting_address_leads_to_its_page(cast, thread, story, visitor):
    early, late = thread[3], thread[22]
    assert visitor.get(f"/replies/{early.key}/")["Location"] == (
        f"/stories/{story.key}/#r-{early.key}"
    )
    target = visitor.get(f"/replies/{late.key}/")["Location"]
    assert target == f"/stories/{story.key}/?after={thread[19].key}#r-{late.key}"
    assert f'id="r-{late.key}"' in _page(visitor, target.partition("#")[0])


def test_answers_to_an_answer_stand_beneath_it(cast, thread, story, visitor):
    Reply.objects.filter(pk__in=[thread[6].pk, thread[9].pk]).update(parent=thread[2])
    keys = [reply.key for reply in thread]
    expected = [*keys[:3], keys[6], keys[9], *keys[3:6], *keys[7:9], *keys[10:20]]
    html = _page(visitor, f"/stories/{story.key}/")
    assert _keys(html) == expected
    assert html.count('<ol class="replies">') == html.count("</ol>") == 2
    assert len(re.findall(r"<li[ >]", html)) == html.count("</li>")


def test_what_is_new_is_marked_until_it_was_seen(cast, thread, story, client_of):
    client = client_of(cast.outsider)
    Mark.objects.create(person=cast.outsider, story=story, seen_at=thread[9].created_at)
    assert "New answers" in _page(client, f"/groups/{cast.group.slug}/")
    assert _page(client, f"/stories/{story.key}/").count("reply unread") == 10
    assert "New answers" in _page(client, f"/groups/{cast.group.slug}/")
    client.get(f"/stories/{story.key}/?after={thread[19].key}")
    assert "New answers" not in _page(client, f"/groups/{cast.group.slug}/")
    assert _page(client, f"/stories/{story.key}/").count("reply unread") == 0


@pytest.mark.parametrize("header", ["HTTP_SEC_PURPOSE", "HTTP_PURPOSE"])
def test_a_page_fetched_ahead_was_not_read(cast, story, client_of, header):
    client_of(cast.member).get(f"/stories/{story.key}/", **{header: "prefetch"})
    assert not Mark.objects.exists()
    client_of(cast.member).get(f"/stories/{story.key}/")
    assert Mark.objects.get().seen_at == story.active_at


def test_going_back_to_an_early_page_does_not_unread_the_rest(cast, thread, story, client_of):
    client = client_of(cast.member)
    client.get(f"/stories/{story.key}/?last=1")
    seen = Mark.objects.get(person=cast.member).seen_at
    client.get(f"/stories/{story.key}/")
    assert Mark.objects.get(person=cast.member).seen_at == seen


def test_for_both_sides_of_a_block_the_other_is_gone_and_no_count_tells(
    cast, story, thread, client_of
):
    theirs = thread[4]
    Reply.objects.filter(pk=theirs.pk).update(author=cast.personas["blocked"])
    Reply.objects.filter(story=story).exclude(pk__in=[r.pk for r in thread[:6]]).delete()
    Story.objects.filter(pk=story.pk).update(reply_count=6)
    address = f"/stories/{story.key}/"
    for_author = _page(client_of(cast.author), address)
    assert theirs.key not in for_author
    assert "5 answers" in for_author
    assert "5 answers" in _page(client_of(cast.author), f"/groups/{cast.group.slug}/")
    assert client_of(cast.author).get(f"/replies/{theirs.key}/").status_code == 404
    assert client_of(cast.blocked).get(address).status_code == 404
    assert story.key not in _page(client_of(cast.blocked), f"/groups/{cast.group.slug}/")
    assert "6 answers" in _page(client_of(cast.member), address)
    assert theirs.key in _page(client_of(cast.guide), address)


def test_an_answer_to_somebody_out_of_sight_names_nobody(cast, story, thread, client_of):
    Reply.objects.filter(pk=thread[4].pk).update(author=cast.personas["blocked"])
    Reply.objects.filter(pk=thread[5].pk).update(parent=thread[4])
    html = _page(client_of(cast.author), f"/stories/{story.key}/")
    assert thread[5].key in html
    assert thread[4].key not in html


def test_a_muted_personas_words_are_left_out_for_the_muter_alone(cast, thread, story, client_of):
    PersonaMute.objects.create(muter=cast.personas["author"], muted=cast.personas["guide"])
    guides = {reply.key for reply in thread if reply.author_id == cast.personas["guide"].pk}
    html = _page(client_of(cast.author), f"/stories/{story.key}/")
    assert not guides & set(_keys(html))
    assert guides & set(_keys(_page(client_of(cast.guide), f"/stories/{story.key}/")))


def test_hidden_words_are_for_guides_alone(cast, story, reply, client_of, visitor):
    hide(by=cast.guide, story=story, reply=reply)
    hide(by=cast.guide, story=story)
    address = f"/stories/{story.key}/"
    for client in (client_of(cast.member), client_of(cast.author), visitor):
        html = _page(client, address)
        assert "A guide has hidden this for now" in html
        assert "four months since Papa" not in html
        assert "slippers" not in html
        assert story.title not in html
    for person in (cast.guide, cast.coordinator):
        html = _page(client_of(person), address)
        assert "four months since Papa" in html
        assert "slippers" in html
        assert "only guides see it" in html
    assert story.key not in _page(visitor, f"/groups/{cast.group.slug}/")


def test_removed_words_are_gone_for_everybody_and_answers_stay(
    cast, story, reply, client_of, visitor
):
    remove_story(by=cast.author, story=story)
    for client in (client_of(cast.guide), client_of(cast.author), visitor):
        html = _page(client, f"/stories/{story.key}/")
        assert "four months since Papa" not in html
        assert "removed by their author" in html
        assert "slippers" in html
    remove_reply(by=cast.member, reply=reply)
    assert "slippers" not in _page(visitor, f"/stories/{story.key}/")


def test_lists_leave_out_what_a_reader_hid(cast, story, client_of):
    group = f"/groups/{cast.group.slug}/"
    assert story.key in _page(client_of(cast.member), group)
    hide_from_me(by=cast.member, story=story)
    hide_topic(by=cast.supporter, topic="death")
    for person in (cast.member, cast.supporter):
        for path in (group, "/unanswered/"):
            assert story.key not in _page(client_of(person), path)
    assert story.key in _page(client_of(cast.professional), group)
    assert story.key in _page(client_of(cast.member), "/hidden/")


def test_a_group_for_members_is_closed_to_all_others(cast, story, reply, client_of, visitor):
    for access in ("members", "invitation"):
        cast.group.access = access
        cast.group.save()
        for client in (client_of(cast.outsider), visitor):
            assert client.get(f"/stories/{story.key}/").status_code == 404
            assert client.get(f"/replies/{reply.key}/").status_code == 404
            status = client.get(f"/groups/{cast.group.slug}/").status_code
            assert status == (302 if access == "members" else 404)
        for person in (cast.member, cast.coordinator):
            assert client_of(person).get(f"/stories/{story.key}/").status_code == 200


def test_search_engines_are_kept_out_until_a_group_is_opened_to_them(cast, story, visitor):
    addresses = [f"/stories/{story.key}/", f"/groups/{cast.group.slug}/"]
    for address in addresses:
        assert "noindex" in visitor.get(address)["X-Robots-Tag"]
    cast.group.findable_at = now()
    cast.group.save()
    for address in addresses:
        assert "noindex" not in visitor.get(address)["X-Robots-Tag"]


def test_filters_narrow_a_group_and_unknown_ones_change_nothing(cast, story, visitor):
    group = f"/groups/{cast.group.slug}/"
    Story.objects.filter(pk=story.pk).update(kind="question", helped=["rest", "music"])
    for query in ("kind=question", "helped=music&language=en", "kind=%00nonsense", "helped=%27"):
        assert story.key in _page(visitor, f"{group}?{query}")
    for query in ("kind=good", "helped=prayer", "language=fil"):
        assert story.key not in _page(visitor, f"{group}?{query}")


def test_a_groups_pages_lead_on_and_back(cast, story, visitor):
    start = now() - timedelta(days=2)
    made = [
        Story.objects.create(
            group=cast.group,
            author=cast.personas["member"],
            form_key=f"page-{n}",
            title=f"Story {n}",
            happened="x",
            html="<p>x</p>",
            excerpt="x",
            created_at=start - timedelta(minutes=n),
            active_at=start - timedelta(minutes=n),
        )
        for n in range(25)
    ]
    group = f"/groups/{cast.group.slug}/"
    first = re.findall(r"/stories/(\w+)/", _page(visitor, group))
    assert first == [story.key, *(one.key for one in made[:19])]
    second_page = _page(visitor, f"{group}?after={first[-1]}")
    second = re.findall(r"/stories/(\w+)/", second_page)
    assert second == [one.key for one in made[19:]]
    back = re.findall(r"/stories/(\w+)/", _page(visitor, f"{group}?before={second[0]}"))
    assert back == first


def test_a_newcomers_waiting_story_stands_first_among_the_unanswered(
    cast, story, client_of, django_assert_num_queries
):
    older = Story.objects.create(
        group=cast.group,
        author=cast.personas["supporter"],
        form_key="older",
        title="Older",
        happened="x",
        html="<p>x</p>",
        excerpt="x",
        created_at=story.created_at - timedelta(days=1),
    )
    client = client_of(cast.member)
    keys = re.findall(r"/stories/(\w+)/", _page(client, "/unanswered/"))
    assert keys == [story.key, older.key]
    with django_assert_num_queries(4):
        client.get("/unanswered/")
    for person in (cast.outsider, cast.blocked):
        assert story.key not in _page(client_of(person), "/unanswered/")
    assert story.key not in _page(client_of(cast.author), "/unanswered/")


def test_the_page_sees_what_visible_to_sees(cast, story, reply):
    from damayan.stories.queries.page import story_page

    for access in ("open", "members", "invitation"):
        cast.group.access = access
        cast.group.save()
        for person in [None, *cast.people.values()]:
            seen = Story.objects.visible_to(person).filter(pk=story.pk).exists()
            try:
                page = story_page(person, story.key)
            except Story.DoesNotExist:
                assert not seen
                continue
            assert seen
            replies = Reply.objects.visible_to(person).filter(story=story)
            assert {r.key for r in page.rows} == set(replies.values_list("key", flat=True))


def test_the_author_of_a_waiting_story_reads_an_honest_sentence(cast, story, client_of):
    address = f"/stories/{story.key}/"
    assert "We cannot say yet" in _page(client_of(cast.author), address)
    cast.group.answer_times = {"n": 40, "all": 30, "most": {"all": 170}}
    cast.group.save()
    html = _page(client_of(cast.author), address)
    assert "answered within about 3 hours" in html
    assert "answered within" not in _page(client_of(cast.member), address)
