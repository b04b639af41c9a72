from damayan.stories.models import Reply, Story
from damayan.stories.queries.page import story_page


def test_the_page_sees_what_visible_to_sees(cast, story, reply):
    for person in [None, *cast.people.values()]:
        seen = Story.objects.visible_to(person).filter(pk=story.pk).exists()
        try:
            page = story_page(person, story.key)
        except Story.DoesNotExist:
            assert not seen
            continue
        assert seen
        replies = Reply.objects.visible_to(person).filter(story=story)
        assert {row.key for row in page.rows} == set(replies.values_list("key", flat=True))
