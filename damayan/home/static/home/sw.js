// Keeps one page with people to call, the same for everybody, and shows it when a page cannot be fetched. Nothing else
// is ever kept. VERSION is written above this line by damayan/home/worker_views.py.
const CACHE = `help-${VERSION}`;
const KEPT = "/help/kept/";
const DAY = 864e5;

async function keep(address) {
  const page = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (!page.ok) return;
  const html = await page.clone().text();
  const styles = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map((found) => found[1]);
  const cache = await caches.open(CACHE);
  await cache.addAll(styles);
  await cache.put(KEPT, page);
}
// The address tells in which language it was kept; a new version and a new day fetch it again.
async function freshen({ older }) {
  const page = await caches.match(KEPT);
  if (page && Date.now() - Date.parse(page.headers.get("date")) > older) await keep(page.url);
}
async function forgetOld() {
  for (const name of await caches.keys()) if (name !== CACHE && name.startsWith("help-")) await caches.delete(name);
}
async function go(event) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    event.waitUntil(freshen({ older: DAY }).catch(() => {}));
    return answer;
  } catch {
    return (await caches.match(KEPT)) ?? Response.error();
  }
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    await registration.navigationPreload?.enable();
    await clients.claim();
    await freshen({ older: 0 }).then(forgetOld, () => {});
  })());
});
addEventListener("message", (event) => {
  const language = event.data?.keep;
  if (/^[a-z]{2,3}$/.test(language)) event.waitUntil(keep(`${KEPT}${language}/`).catch(() => {}));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(go(event));
  else if (request.destination === "style") {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request.url)) ?? Response.error()));
  }
});
