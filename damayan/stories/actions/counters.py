"""A story's kept counters, made true again after words came, went or came back."""

from django.db import connection

from damayan.stories.models import Story

_RECOUNT = """
UPDATE stories_story s
SET reply_count = found.answers,
    first_answer_at = found.first_at,
    active_at = GREATEST(s.created_at, found.last_at)
FROM (
    SELECT count(*) FILTER (WHERE r.author_id <> st.author_id) AS answers,
           min(r.created_at) FILTER (WHERE r.author_id <> st.author_id) AS first_at,
           max(r.created_at) AS last_at
    FROM stories_story st
    LEFT JOIN stories_reply r
      ON r.story_id = st.id AND r.removed_at IS NULL AND r.hidden_at IS NULL
     AND r.waiting_at IS NULL
    WHERE st.id = %s
) found
WHERE s.id = %s
"""


def lock(story_id: int) -> None:
    """Hold the story's row until the end of the transaction: counting must not race an answer."""
    Story.objects.select_for_update().only("pk").get(pk=story_id)


def recount(story_id: int) -> None:
    """Count the standing replies anew; call in the transaction that changed them, after lock."""
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, [story_id, story_id])
