import pytest

PAGES = ["/write/", "/unanswered/", "/bookmarks/", "/hidden/", "/mine/", "/drafts/", "/me/topics/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_members_own_pages_open_for_them_and_ask_a_visitor_to_sign_in(
    cast, story, client_of, visitor, path
):
    assert client_of(cast.author).get(path).status_code == 200
    assert client_of(cast.outsider).get(path).status_code == 200
    assert visitor.get(path).status_code == 302


def test_story_and_group_open_for_everybody_in_an_open_group(
    cast, story, reply, client_of, visitor
):
    for person in cast.people.values():
        if person != cast.blocked:
            client = client_of(person)
            assert client.get(f"/stories/{story.key}/").status_code == 200
            assert client.get(f"/groups/{cast.group.slug}/").status_code == 200
    assert visitor.get(f"/stories/{story.key}/").status_code == 200
    assert visitor.get(f"/groups/{cast.group.slug}/").status_code == 200
