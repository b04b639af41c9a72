"""Who could help whom now: pure Python, without a database, used by the product and the simulation.

``shapes`` says what a need and a supporter are, ``targets`` how soon a need should be met,
``scoring`` how much a pair is worth, ``assignment`` who is offered what, ``limits`` when somebody
has done enough, ``claims`` how "somebody is writing" begins and ends, ``explanation`` why a
suggestion was made. The formula and its sources stand in docs/routing.md. All times are minutes
since any one moment.
"""

from damayan.support.routing.assignment import assign
from damayan.support.routing.shapes import Need, Suggestion, Supporter, Why

__all__ = ["Need", "Suggestion", "Supporter", "Why", "assign"]
