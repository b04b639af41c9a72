from damayan.stories.models.drafts import Draft
from damayan.stories.models.marks import HiddenTopic, Mark
from damayan.stories.models.reactions import Reaction
from damayan.stories.models.replies import Reply
from damayan.stories.models.revisions import Revision
from damayan.stories.models.stories import Story

__all__ = ["Draft", "HiddenTopic", "Mark", "Reaction", "Reply", "Revision", "Story"]
