"""What sealed words of this part are bound to."""

ASKED, ADVICE, OPINION, SLOT, LICENCE = "question", "advice", "opinion", "slot", "licence"
