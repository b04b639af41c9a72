"""What an answer did: said by the author of the story, seen by who answered."""

from damayan.notices.models import Notice
from damayan.people import holdings
from damayan.support.path import queries
from damayan.support.path.models import Felt
from tests.support.path.conftest import answers_by


def test_she_says_it_and_only_who_answered_sees_it(cast, story, reply, client_of):
    author, answerer = client_of(cast.author), client_of(cast.member)
    address = f"/felt/{reply.key}/"
    assert address in author.get(f"/stories/{story.key}/").content.decode()
    assert address not in answerer.get(f"/stories/{story.key}/").content.decode()
    author.post(address, {"helped": "on", "understood": "on"})
    page = answerer.get("/path/reached/").content.decode()
    assert "“This helped”" in page
    assert "“I felt understood”" in page
    assert Notice.objects.get(person=cast.member).url == "/path/reached/"
    for part in ("author", "supporter", "guide", "coordinator"):
        assert (
            "What they said"
            not in client_of(cast.people[part]).get("/path/reached/").content.decode()
        )
    said = client_of(cast.supporter).get(f"/stories/{story.key}/").content.decode()
    assert "felt understood" not in said


def test_nobody_but_the_author_says_it(cast, reply, client_of, visitor):
    for part in ("member", "supporter", "guide", "coordinator", "outsider", "blocked"):
        client = client_of(cast.people[part])
        assert client.get(f"/felt/{reply.key}/").status_code == 404
        assert client.post(f"/felt/{reply.key}/", {"helped": "on"}).status_code == 404
    assert visitor.get(f"/felt/{reply.key}/").status_code == 302
    assert not Felt.objects.exists()


def test_it_is_one_word_that_can_change_and_go(cast, reply, client_of):
    client = client_of(cast.author)
    client.post(f"/felt/{reply.key}/", {"helped": "on"})
    client.post(f"/felt/{reply.key}/", {"understood": "on"})
    felt = Felt.objects.get()
    assert (felt.helped, felt.understood) == (False, True)
    assert Notice.objects.filter(person=cast.member).count() == 1
    client.post(f"/felt/{reply.key}/", {})
    assert not Felt.objects.exists()


def test_her_own_answer_below_her_story_is_none_of_it(cast, story, client_of):
    own = answers_by(cast, cast.author, story, 1)[0]
    assert client_of(cast.author).get(f"/felt/{own.key}/").status_code == 404
    assert queries.reached(cast.author).answers == 0


def test_what_was_reached_is_counted_over_all_names(cast, story, reply):
    answers_by(cast, cast.member, story, 2)
    found = queries.reached(cast.member)
    assert (found.people, found.answers, found.helpful) == (1, 3, 0)
    had = [one.words for one in queries.milestones(cast.member, found) if one.reached]
    assert had == ["Your first answer to somebody"]


def test_her_word_is_in_her_export_and_goes_with_her(cast, reply, client_of):
    client_of(cast.author).post(f"/felt/{reply.key}/", {"helped": "on"})
    mine = next(one for one in holdings.registered() if "path.Felt" in one.models)
    assert next(iter(mine.export(cast.author)))["helped"] is True
    assert list(mine.export(cast.member)) == []


def test_the_page_of_whom_one_reached_costs_the_same(
    cast, story, client_of, django_assert_max_num_queries
):
    for one in answers_by(cast, cast.member, story, 6):
        Felt.objects.create(reply=one, by=cast.author, helped=True)
    client = client_of(cast.member)
    with django_assert_max_num_queries(6):
        assert client.get("/path/reached/").status_code == 200
