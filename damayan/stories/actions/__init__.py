"""What members, authors and guides do with words. Each verb checks its rule and is one transaction.

All raise ``foundation.verdict.Refused`` with a reason; what is out of sight raises DoesNotExist.
"""

from damayan.stories.actions.answering import Answered, answer, answer_to
from damayan.stories.actions.publishing import publish
from damayan.stories.actions.reacting import react, unreact

__all__ = ["Answered", "answer", "answer_to", "publish", "react", "unreact"]
