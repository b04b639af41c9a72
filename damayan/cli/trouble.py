"""What an operator reads when something cannot go on."""

# Exit code of a helper process that has told the operator its reason already.
SAID = 3


class Trouble(Exception):
    """One clear sentence, and a way on; shown without a traceback.

    ``code`` is the exit code of the command, never 0.
    """

    def __init__(self, sentence: str, way_on: str = "", *, code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way_on = way_on
        self.code = code

    def __str__(self) -> str:
        return f"{self.sentence}\n  → {self.way_on}" if self.way_on else self.sentence
