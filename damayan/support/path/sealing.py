"""What sealed words of this part are bound to."""

ASKED, ANSWER, NOTE, STEP, STEP_ANSWER = (
    "path-asked",
    "path-answer",
    "path-note",
    "path-step",
    "path-step-answer",
)
