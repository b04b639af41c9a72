"""Under which names this room seals what is private, with the personal key of its reader."""

DEBRIEF = "debrief"
SHARED = "debrief-shared"
