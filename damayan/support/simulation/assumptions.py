"""What the simulation believes, each with its source; docs/routing.md shows what hangs on which."""

from dataclasses import dataclass

# Hours of the day (local) by kind: (share that is even over the day, [(peak hour, spread)]).
Curve = tuple[float, tuple[tuple[float, float], ...]]

# General posting is highest from 20 to 23 h; posts about suicide from 2 to 5 h, lowest from 11 to
# 14 h (Dutta 2021, 10.1186/s12888-021-03268-1, 90,518 and 6.6 million posts). The widths are ours.
STORIES: Curve = (0.4, ((21.5, 2.5),))
PAINFUL: Curve = (0.4, ((3.5, 2.5), (22.5, 2.0)))
# After work and a little at noon: ours.
SUPPORTERS: Curve = (0.3, ((20.5, 2.0), (20.5, 2.0), (12.5, 1.0)))

# ReachOut's severity labels (Milne 2019, 10.2196/11410; CLPsych 2016 task, 947 posts): share and
# risk of crisis, red, amber, green. The risks are ours.
SEVERITY = ((0.04, 1.0), (0.12, 0.75), (0.26, 0.4), (0.58, 0.1))
# From here on a story is called distressed, and two different people should answer.
DISTRESS = 0.7


@dataclass(frozen=True)
class Assumptions:
    """Figures of one simulated community; times in minutes unless said otherwise."""

    members: int = 10_000
    # Supporters per member, and what each gives a day on average: the issue's own bar.
    supporters: float = 0.02
    minutes: float = 20.0
    # Stories per member and day. BlueBoard: 131,004 posts, 2,932 users, 2,040 days = 0.022 posts
    # (Griffiths 2017, 10.1016/j.invent.2016.11.003), as if each of them wanted an answer.
    stories: float = 0.02
    # Told for the first time: ours.
    newcomers: float = 0.2
    # Answers by members who are not supporters: 61 % of newcomers hear something elsewhere (Joyce
    # and Kraut 2006), so −ln(0.39) = 0.94 answers; members below the busiest give a quarter of all
    # (van Mierlo 2014, 10.2196/jmir.2966).
    member_answers: float = 0.235
    # How long those take: median and log-spread, ours.
    member_delay: float = 120.0
    member_spread: float = 1.5
    # How unequal supporters' minutes are (log-spread; ours).
    inequality: float = 0.6
    # Chance that a supporter comes on a given day, so that they then stay 20 / 0.5 = 40 minutes.
    attendance: float = 0.5
    visit_spread: float = 0.5
    # Reading a whole story, writing an answer (median, log-spread), looking at one card: ours.
    reading: float = 2.0
    writing: float = 5.0
    writing_spread: float = 0.5
    painful_longer: float = 1.4
    glance: float = 0.25
    # Chance to pass a story by; more when it is painful or has been answered, less when it is like
    # one's own. Supporters are the same people under every way. Ours.
    skip: float = 0.35
    skip_painful: float = 0.2
    skip_alike: float = -0.15
    skip_per_answer: float = 0.1
    # Cards that somebody looks at before they give up for a while (a page of the product).
    patience: int = 20
    # An author comes back with a question after a first answer: ours.
    return_chance: float = 0.3
    return_delay: float = 90.0
    # Screening: recall and false alarms. CMD-1 (10.1038/s41746-023-00951-3) reports 0.98 and a
    # precision of 0.66, which at 16 % distress is 10 % of the others.
    recall: float = 0.98
    false_alarms: float = 0.10
    groups: int = 8
    groups_each: float = 4.0
    # Language of stories, and of supporters beside Filipino and English.
    cebuano: float = 0.15
    cebuano_spoken: float = 0.25
    avoiding: float = 0.2
    # What a supporter lets themselves be asked for in a day.
    cap: int = 8
    # Supporters who asked to be told when somebody waits, and the chance that one of them comes, by
    # day and by night (0 to 7 h); how soon (median). What they give then they do not give on their
    # next visits, so that the minutes stay the same; it is time for one answer. All ours; "nobody
    # called" shows the order alone.
    told: float = 0.6
    comes: float = 0.25
    comes_at_night: float = 0.08
    comes_after: float = 8.0
    called_minutes: float = 12.0
    # The hours in which a guide is on duty.
    shifts: tuple[tuple[float, float], ...] = ((8.0, 24.0),)

    @property
    def supporter_count(self) -> int:
        """How many supporters there are, at least one."""
        return max(1, round(self.members * self.supporters))
