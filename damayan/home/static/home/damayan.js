// Comfort for browsers that run scripts; every page works without. Words come from data attributes.
const KEPT = "damayan:draft:";
const WEEK = 7 * 24 * 3600e3;
const all = (query, within = document) => [...within.querySelectorAll(query)];
const on = (kind, deed, target = document) => target.addEventListener(kind, deed);

document.documentElement.dataset.awake = "";

function say(words) {
  const place = document.getElementById("say");
  place.textContent = "";
  setTimeout(() => (place.textContent = words), 60);
}

// What the phone keeps. Storage may be full, forbidden or gone: then nothing is kept, nothing breaks.
const kept = {
  keys() {
    try { return Object.keys(localStorage).filter((key) => key.startsWith(KEPT)); } catch { return []; }
  },
  get(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
  },
  drop(key) {
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
  },
  wipe() { kept.keys().forEach(kept.drop); },
};

// Leaving. Phones are shared, so what was kept goes too. History stays: we do not pretend otherwise.
function leave(link) {
  kept.wipe();
  leaving = true;
  document.documentElement.hidden = true;
  document.title = "";
  location.replace(link.href);
}
let leaving = false;
let escapes = [];
on("click", (event) => {
  const link = event.target.closest?.("[data-quick-exit]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  leave(link);
});
on("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) { if (!event.repeat) escapes = []; return; }
  escapes = [...escapes, event.timeStamp].slice(-3);
  if (escapes.length < 3 || event.timeStamp - escapes[0] > 2500) return;
  event.preventDefault(); // Escape would stop the very page we are leaving for.
  const link = document.querySelector("[data-quick-exit]");
  if (link) leave(link);
}, window);

// Drafts: sent to the server while words change; kept on this phone when it cannot be reached.
function wordsOf(form) {
  const fields = all("textarea, input[type=text], input:not([type])", form);
  return Object.fromEntries(fields.filter((f) => f.name && f.value.trim()).map((f) => [f.name, f.value]));
}
function keep(form, extra = {}) {
  return kept.set(KEPT + form.dataset.draft, { at: Date.now(), words: wordsOf(form), ...extra });
}
async function send(form) {
  const { draft, draftUrl, draftKept, draftHere } = form.dataset;
  let answer = null;
  if (draftUrl && navigator.onLine) {
    answer = await fetch(draftUrl, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
  }
  if (leaving || form.dataset.sent) return;
  if (answer?.ok) kept.drop(KEPT + draft);
  const words = answer?.ok ? draftKept : keep(form) && draftHere;
  if (words) form.querySelector("[data-draft-state]").textContent = words;
}
function offer(form) {
  const key = KEPT + form.dataset.draft;
  const found = kept.get(key)?.words;
  const fields = found ? Object.keys(found).map((name) => form.elements[name]).filter(Boolean) : [];
  if (!fields.some((field) => !field.value.includes(found[field.name]))) return;
  const box = document.createElement("div");
  box.className = "callout info";
  box.setAttribute("role", "status");
  const line = document.createElement("p");
  line.textContent = form.dataset.draftFound;
  box.append(line, button("alt", form.dataset.draftBack, () => {
    for (const field of fields) {
      const was = field.value.trim(); // Never over words that are already there.
      if (!was) field.value = found[field.name];
      else if (field.localName === "textarea" && !was.includes(found[field.name])) field.value = `${was}\n\n${found[field.name]}`;
    }
    box.remove();
    fields[0].focus();
  }), " ", button("quiet", form.dataset.draftDrop, () => { kept.drop(key); box.remove(); }));
  form.prepend(box);
}
function button(kind, words, deed) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: kind, textContent: words });
  on("click", deed, made);
  return made;
}
function watch(form) {
  const state = document.createElement("small");
  state.dataset.draftState = "";
  state.setAttribute("role", "status");
  form.append(state);
  offer(form);
  let timer = 0;
  on("input", () => { timer ||= setTimeout(() => { timer = 0; send(form); }, 8000); }, form);
  on("visibilitychange", () => {
    if (document.visibilityState === "visible" || !timer || leaving || form.dataset.sent) return;
    clearTimeout(timer);
    timer = 0;
    const { draftUrl } = form.dataset;
    const gone = draftUrl && navigator.onLine && navigator.sendBeacon(draftUrl, new FormData(form));
    if (!gone) keep(form);
  });
}

// Sent once is enough. The server knows a repeated form anyway; this only spares the worry.
on("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-sign-out]")) { leaving = true; kept.wipe(); }
  if (form.dataset.swap !== undefined || event.submitter?.dataset.swap) { event.preventDefault(); swap(form, event.submitter); return; }
  if (form.getAttribute("method") !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  if (form.dataset.draft) keep(form, { sent: true });
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => rest(form), 12e3);
});
function rest(form) {
  delete form.dataset.sent;
  all("[aria-disabled]", form).forEach((it) => it.removeAttribute("aria-disabled"));
}

// A reaction, or a look at one's own words, changes only its own piece of the page; focus stays on the word that was pressed.
async function swap(form, pressed) {
  if (form.dataset.sent || !pressed) return;
  form.dataset.sent = "1";
  const body = new FormData(form);
  if (pressed.name) body.append(pressed.name, pressed.value);
  const id = pressed.dataset.swap || form.dataset.swap || form.id;
  const address = pressed.getAttribute("formaction") ?? form.getAttribute("action");
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-Fragment": id } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const piece = answer.ok && page.getElementById(id);
    if (!piece) throw new Error("no such piece");
    const held = form.contains(document.activeElement);
    const old = document.getElementById(id);
    if (old.open) piece.open = true;
    old.replaceWith(piece);
    if (pressed.dataset.swap) { rest(form); piece.focus(); return; }
    const again = all("button", piece).find((it) => it.value === pressed.value);
    if (held) again?.focus();
    if (again) say(saying(again));
  } catch {
    delete pressed.dataset.swap;
    delete form.dataset.swap;
    delete form.dataset.sent;
    form.requestSubmit(pressed);
  }
}
function saying(word) {
  const { said, unsaid } = document.getElementById("say").dataset;
  const words = word.firstChild.textContent.trim();
  return (word.getAttribute("aria-pressed") === "true" ? said : unsaid).replace("%w", words);
}

// How much room is left, said only when it begins to matter.
function count(place) {
  const field = document.getElementById(place.dataset.count);
  const most = field?.maxLength ?? -1;
  if (most < 0) return;
  on("input", () => {
    const left = most - field.value.length;
    place.hidden = left > Math.max(200, most / 10);
    place.textContent = place.dataset.words.replace("%n", left);
  }, field);
}

on("click", async (event) => {
  const { print, copy, say: words } = event.target.dataset ?? {};
  if (print !== undefined) window.print();
  if (!copy) return;
  const list = document.getElementById(copy);
  const text = all("li", list).map((it) => it.textContent).join("\n") || list.textContent;
  await navigator.clipboard?.writeText(text).then(() => say(words)).catch(() => getSelection().selectAllChildren(list));
});
on("pageshow", () => all("form[data-sent]").forEach(rest), window);

const done = document.querySelector(".messages .success");
for (const key of kept.keys()) {
  const draft = kept.get(key);
  if (!draft || (done && draft.sent) || Date.now() - draft.at > WEEK) kept.drop(key);
}
all("form[data-draft]").forEach(watch);
all("[data-count]").forEach(count);
document.querySelector("[data-focus]")?.focus();
