from django.db import models

from damayan.foundation.clock import now
from damayan.groups.models.persona import Persona


class PersonaBlock(models.Model):
    """One persona gone for another within their group, in both directions."""

    blocker = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="blocks_met")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="groups_block_once")
        ]


class PersonaMute(models.Model):
    """A persona whose words another no longer wants to see; the other side notices nothing."""

    muter = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="mutes_made")
    muted = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="mutes_met")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["muter", "muted"], name="groups_mute_once")]
