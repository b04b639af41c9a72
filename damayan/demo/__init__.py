"""A lived-in sample community, and the importer of real corpora.

The command's ``up`` asks three things here: whether the sample is needed, to load it, and how to
enter. Imports wait until Django is set up.
"""


def is_needed() -> bool:
    """Whether the installation is still empty: no group and nobody who joined."""
    from damayan.demo.sample import is_empty

    return is_empty()


def load() -> None:
    """Make the sample community, its helplines and six ways to enter; all or nothing."""
    from damayan.demo.sample import load_sample

    load_sample()


def sign_in_lines() -> list[str]:
    """How to enter as each kind of person, a line each; empty where no sample was loaded."""
    from damayan.demo.sample import sign_in_lines as lines

    return lines()
