// The private line between an author and the guides: new words come by themselves; half-written ones stay.
const place = document.getElementById("said");
let looking = Promise.resolve();

async function look(state) {
  if (place.dataset.state === state) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const piece = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("said");
  if (!piece) return;
  // The list itself stays, so that only what is new is read aloud.
  const [list, fresh] = [place, piece].map((it) => it.querySelector(".told"));
  const grown = piece.dataset.first === place.dataset.first;
  if (!grown) list.replaceChildren();
  list.append(...[...fresh.children].slice(list.children.length));
  place.querySelectorAll(":scope > p").forEach((line) => line.remove());
  place.append(...piece.querySelectorAll(":scope > p"));
  Object.assign(place.dataset, piece.dataset);
}
place?.addEventListener("live", ({ detail }) => {
  looking = looking.then(() => look(`${detail.said}.${detail.open}`));
});
