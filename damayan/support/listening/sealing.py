"""What sealed words of this part are bound to."""

WISH, TALK, THANKS = "talk-wish", "talk", "talk-thanks"
