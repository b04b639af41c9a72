// Keeps an open page up to date while somebody looks at it; every page works without.
// An element says what it wants to hear: data-live="story:KEY". It gets a "live" event for each.
const own = document.getElementById("live");
const places = [...document.querySelectorAll("[data-live]")];
const streams = ["notices", ...new Set(places.map((place) => place.dataset.live))];
// Who waits for alarms (data-live-always) is told in a tab that is not looked at, too.
const always = places.some((place) => "liveAlways" in place.dataset);
const MINUTE = 6e4;
let source, timer, last = "";

function open() {
  clearTimeout(timer);
  if (source || (document.hidden && !always)) return;
  source = new EventSource(`/live/?streams=${streams}&last=${last}`);
  for (const name of new Set(streams.map((stream) => stream.split(":")[0]))) {
    source.addEventListener(name, (event) => hear(name, event));
  }
  source.addEventListener("bye", close);
  // The browser comes back by itself after a broken line, but not after a refusal.
  source.onerror = () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    close();
    timer = setTimeout(open, MINUTE * (1 + Math.random()));
  };
}
function close() {
  clearTimeout(timer);
  source?.close();
  source = null;
}
function hear(name, event) {
  last = event.lastEventId;
  const news = JSON.parse(event.data);
  if (name === "notices") unread(news.unread);
  for (const place of places) {
    if (place.dataset.live !== (news.of ? `${name}:${news.of}` : name)) continue;
    if (place.dataset.more) answers(place, news.new);
    place.dispatchEvent(new CustomEvent("live", { detail: news, bubbles: true }));
  }
}

// The number in the dock changes without a word: it is there when somebody comes by.
function unread(number) {
  const way = document.querySelector(`.dock a[href="${own.dataset.inbox}"]`);
  if (!way) return;
  way.querySelectorAll("b, .sr").forEach((old) => old.remove());
  if (!number) return;
  const shown = document.createElement("b");
  shown.ariaHidden = "true";
  shown.textContent = number < 100 ? number : "99+";
  const spoken = document.createElement("span");
  spoken.className = "sr";
  spoken.textContent = own.dataset.new.replace("%n", number);
  way.append(" ", shown, spoken);
}
function answers(place, number) {
  const link = place.querySelector("a");
  link.hidden = !number;
  link.textContent = number === 1 ? place.dataset.one : place.dataset.more.replace("%n", number);
}

document.addEventListener("visibilitychange", () => (document.hidden && !always ? close() : open()));
addEventListener("pagehide", close);
addEventListener("pageshow", () => { timer = setTimeout(open, 1000); });
if (document.readyState === "complete") open();
