"""What goes over the wire: a story with twenty answers on a phone that was never here before."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from damayan.foundation.words import cook, excerpt
from damayan.stories.models import Reply, Story
from tests.access.walk import session_of
from tests.browser.house import House, sign_in
from tests.cast import Cast, make_cast, make_group

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_BYTES, MOST_REQUESTS, MOST_HTML = 45_000, 6, 14_000
ANSWERS = 20


@pytest.fixture
def community(transactional_db) -> Cast:
    return make_cast(make_group())


@pytest.fixture
def story(community: Cast) -> Story:
    """As long as people write: some 200 words, and twenty answers of some 40 words each."""
    personas = community.personas
    words = "\n\n".join(_words(n, 50) for n in range(4))
    made = Story.objects.create(
        group=community.group,
        author=personas["author"],
        form_key="long-story",
        title="The house is too quiet",
        happened=words,
        html=cook(words),
        excerpt=excerpt(words),
        reply_count=ANSWERS,
        topics=["death"],
        feelings=["sad"],
    )
    for n in range(ANSWERS):
        said = _words(100 + n, 40)
        Reply.objects.create(
            story=made,
            author=personas[("member", "supporter", "guide", "author")[n % 4]],
            form_key=f"answer-{n}",
            words=said,
            html=cook(said),
            hear=n % 3,
        )
    return made


def _words(seed: int, many: int) -> str:
    """Different words in every answer, so that they do not compress better than real ones."""
    from random import Random

    parts = "ba ka da ga ha la ma na nga pa ra sa ta wa ya lin mor tes quil ver old sun est".split()
    dice = Random(seed)
    made = ["".join(dice.choices(parts, k=dice.randint(1, 4))) for _ in range(many)]
    return " ".join(made).capitalize() + "."


class Wire:
    """Counts bytes and requests of a page as the network saw them."""

    def __init__(self, page: Page) -> None:
        self.sizes: dict[str, float] = {}
        self.asked: dict[str, tuple[str, str]] = {}
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": False})
        network.on("Network.requestWillBeSent", self._asks)
        network.on("Network.dataReceived", self._came)
        network.on("Network.loadingFinished", self._finished)

    def _asks(self, event: dict) -> None:
        self.asked[event["requestId"]] = (event["request"]["url"], event.get("type", ""))

    def _came(self, event: dict) -> None:
        """A stream never finishes; what has come of it counts as it comes."""
        known = self.sizes.get(event["requestId"], 0)
        self.sizes[event["requestId"]] = known + event["encodedDataLength"]

    def _finished(self, event: dict) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    @property
    def over_the_wire(self) -> dict[str, float]:
        sent = self.asked.items()
        return {
            url: self.sizes.get(one, 0) for one, (url, _type) in sent if not url.startswith("data:")
        }

    @property
    def document(self) -> float:
        return sum(
            self.sizes.get(one, 0) for one, (_u, kind) in self.asked.items() if kind == "Document"
        )


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_a_first_visit_to_a_story_costs_little(
    house: House,
    open_phone: Callable[..., BrowserContext],
    community: Cast,
    story: Story,
    who: str,
) -> None:
    context = open_phone()
    if who == "member":
        sign_in(context, house, session_of(community.member))
    page = context.new_page()
    wire = Wire(page)
    page.goto(f"/stories/{story.key}/", wait_until="load")
    page.wait_for_function("document.documentElement.dataset.awake !== undefined")
    page.wait_for_timeout(800)  # what scripts ask for by themselves, such as the live channel
    assert page.locator("li.reply").count() == ANSWERS
    sent = wire.over_the_wire
    assert sum(sent.values()) <= MOST_BYTES, sent
    assert len(sent) <= MOST_REQUESTS, sent
    assert 2_000 < wire.document <= MOST_HTML, sent


def test_a_second_visit_asks_for_the_page_alone(
    house: House, open_phone: Callable[..., BrowserContext], story: Story
) -> None:
    """Files of a version never change, so a phone that has them asks for none of them again."""
    page = open_phone().new_page()
    page.goto(f"/stories/{story.key}/")
    wire = Wire(page)
    page.goto("/groups/")
    page.wait_for_function("document.documentElement.dataset.awake !== undefined")
    sent = {url: size for url, size in wire.over_the_wire.items() if size}
    assert list(sent) == [f"{house.url}/groups/"]
