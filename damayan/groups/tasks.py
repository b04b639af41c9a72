"""Jobs of this room."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from damayan.groups import actions
from damayan.groups.actions.forgetting import FORGET_NAME


@app.task(name=FORGET_NAME, retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def forget_name(persona_id: int) -> None:
    actions.forget_name(persona_id=persona_id)
