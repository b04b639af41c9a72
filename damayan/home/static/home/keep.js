// Asks the browser to keep the way to help for an hour without a connection; loaded only where that way was shown.
const keeper = navigator.serviceWorker;
async function keep() {
  await keeper.register("/sw.js");
  const { active } = await keeper.ready;
  active.postMessage({ keep: document.documentElement.lang });
}
// Not before the page itself is there. Where it is forbidden, nothing is kept and nothing breaks.
if (keeper && document.readyState === "complete") keep().catch(() => {});
else if (keeper) addEventListener("load", () => keep().catch(() => {}));
