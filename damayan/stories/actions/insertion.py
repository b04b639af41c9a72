"""One statement that makes a reply and moves its story's counters, or does neither.

Written by hand because it is the write that a full evening repeats most, and because the form's key
then needs no second look: a repeated form inserts nothing, and so counts nothing. What waits for a
guide is counted when it is released.
"""

from damayan.foundation.prepared import run
from damayan.stories.models import Reply

_ROW = """
    INSERT INTO stories_reply
        (key, author_id, story_id, parent_id, words, html, created_at, form_key, waiting_at,
         hear, me_too, strength, thanks)
    VALUES
        (%(key)s, %(author)s, %(story)s, %(parent)s, %(words)s, %(html)s, %(at)s, %(form_key)s,
         %(waiting)s, 0, 0, 0, 0)
    ON CONFLICT (author_id, form_key) DO NOTHING
    RETURNING story_id, created_at
"""
_INSERT = """
WITH made AS ({row})
UPDATE stories_story s
SET active_at = GREATEST(s.active_at, made.created_at),
    reply_count = s.reply_count + %(answers)s,
    first_answer_at = CASE WHEN %(answers)s = 0 THEN s.first_answer_at
                           ELSE LEAST(s.first_answer_at, made.created_at) END
FROM made WHERE s.id = made.story_id
RETURNING s.id
""".replace("{row}", _ROW)


def insert_reply(reply: Reply, *, is_answer: bool) -> bool:
    """Insert an unsaved reply; False when its form made one before.

    ``is_answer``: by another than the story's author, so that it counts as an answer.
    """
    values = {
        "key": reply.key,
        "author": reply.author_id,
        "story": reply.story_id,
        "parent": reply.parent_id,
        "words": reply.words,
        "html": reply.html,
        "at": reply.created_at,
        "form_key": reply.form_key,
        "waiting": reply.waiting_at,
    }
    if reply.waiting_at is not None:
        return bool(run(_ROW, values))
    return bool(run(_INSERT, {**values, "answers": int(is_answer)}))
