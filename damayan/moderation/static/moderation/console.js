// The guides' queue and cases. Everything works without; this keeps them up to date and quick.
const all = (query, within = document) => [...within.querySelectorAll(query)];
const queue = document.querySelector("[data-queue]");
const held = document.querySelector("[data-hold]");

// With a script the page gives signs of life, so that a claim may be short.
for (const form of all("form[data-claim]")) {
  const lively = document.createElement("input");
  Object.assign(lively, { type: "hidden", name: "lively", value: "1" });
  form.append(lively);
}
const SIGN = 45e3;
async function live() {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const headers = { "X-CSRFToken": token };
  const answer = await fetch(held.dataset.hold, { method: "POST", headers }).catch(() => null);
  if (answer?.status !== 409) return;
  clearInterval(signs);
  document.getElementById("lost").textContent = held.dataset.lost;
}
const signs = held && setInterval(live, SIGN);
if (held) {
  live();
  document.addEventListener("visibilitychange", () => document.hidden || live());
}

// The queue: fetched anew whenever something about it changed, and twice a minute for the clocks.
const CLOCKS = 30e3;
let known, asking, again;
async function renew() {
  if (asking) { again = true; return; }
  asking = true;
  try {
    const answer = await fetch(location.href, { headers: { "X-Fragment": "queue" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = answer.ok && page.getElementById("queue");
    if (fresh) put(fresh);
  } catch { /* The next change or the next half minute asks again. */ }
  asking = false;
  if (again) { again = false; renew(); }
}
function put(fresh) {
  const old = document.getElementById("queue");
  const rows = all("[data-row]", old);
  const here = rows.indexOf(document.activeElement);
  const key = rows[here]?.dataset.row;
  old.replaceWith(fresh);
  if (here < 0) return;
  const now = all("[data-row]", fresh);
  (now.find((row) => row.dataset.row === key) ?? now[Math.min(here, now.length - 1)])?.focus();
}
function hear({ detail }) {
  const before = known;
  known = detail;
  renew();
  if (!before) return;
  if (detail.alarm > before.alarm) {
    tell(queue.dataset.urgent);
    if (queue.dataset.sound) ring();
  } else if (detail.open > before.open) tell(queue.dataset.changed);
}
function tell(words) {
  const place = document.getElementById("alarm");
  place.textContent = "";
  setTimeout(() => (place.textContent = words), 60);
}
if (queue) {
  queue.addEventListener("live", hear);
  setInterval(() => document.hidden || renew(), CLOCKS);
}

// Two soft tones, made here. A browser lets them out only after somebody has touched the page.
let sounds;
function open() {
  sounds ??= new AudioContext();
  sounds.resume().then(hint, hint);
}
function hint() {
  const line = document.getElementById("silent");
  if (!line) return;
  line.textContent = queue.dataset.silent;
  line.hidden = sounds.state === "running";
}
function ring() {
  if (sounds?.state !== "running") return;
  [660, 880, 660, 880].forEach((pitch, n) => {
    const at = sounds.currentTime + n * 0.28;
    const tone = new OscillatorNode(sounds, { frequency: pitch, type: "sine" });
    const volume = new GainNode(sounds, { gain: 0 });
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.25, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.26);
    tone.connect(volume).connect(sounds.destination);
    tone.start(at);
    tone.stop(at + 0.27);
  });
}
if (queue?.dataset.sound && "AudioContext" in window) {
  open();
  hint();
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, open, { once: true });
}

// Single keys, where they are switched on, and never while somebody writes or chooses.
const keys = document.querySelector("[data-keys]");
const writing = (place) => place.closest("input, textarea, select, [contenteditable]");
if (keys) addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  if (writing(event.target)) return;
  const deed = { "?": show, j: () => walk(1), k: () => walk(-1), b: cover }[event.key];
  const place = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!deed && !place) return;
  event.preventDefault();
  if (deed) deed();
  else if (place.matches("a, button")) place.click();
  else place.focus();
});
function show() {
  keys.open = !keys.open;
  if (keys.open) keys.querySelector("summary").focus();
}
function walk(step) {
  const rows = all("[data-row]");
  const here = rows.indexOf(document.activeElement);
  rows[Math.max(0, Math.min(here < 0 ? 0 : here + step, rows.length - 1))]?.focus();
}
function cover() {
  const covers = all("[data-cover]");
  const open = covers.some((one) => !one.open);
  for (const one of covers) one.open = open;
  if (open) covers[0]?.querySelector("summary").focus();
}
