from django.db import models

from damayan.foundation.clock import now
from damayan.people.models.person import Person


class Block(models.Model):
    """No contact between two accounts, in either direction. What it hides in a group is in groups.

    Never readable as a list of accounts: the blocker sees personas only (groups.PersonaBlock).
    """

    blocker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blocks_met")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="people_block_once")
        ]
