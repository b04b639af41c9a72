// Solves a proof of work (ALTCHA, version 1 payload) while the person fills the form: find the number whose digest,
// after the salt, is the challenge. Needs a secure origin; where there is none the server has its own way on.
// <form data-challenge data-algorithm data-salt data-maxnumber data-signature> … <input type="hidden" name="altcha">
const CHUNK = 500;
const encoder = new TextEncoder();

async function digest(algorithm, text) {
  const bytes = new Uint8Array(await crypto.subtle.digest(algorithm, encoder.encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const pause = () => new Promise((resolve) => setTimeout(resolve));

export async function solve({ algorithm, challenge, salt, maxnumber }) {
  for (let from = 0; from <= maxnumber; from += CHUNK) {
    const size = Math.min(CHUNK, maxnumber - from + 1);
    const found = await Promise.all(Array.from({ length: size }, (_, i) => digest(algorithm, salt + (from + i))));
    const at = found.indexOf(challenge);
    if (at >= 0) return from + at;
    await pause();
  }
  return null;
}

async function prepare(form) {
  const { algorithm = "SHA-256", challenge, salt, signature, maxnumber } = form.dataset;
  const field = form.elements.altcha;
  if (!field || !globalThis.crypto?.subtle) return;
  const number = await solve({ algorithm, challenge, salt, maxnumber: Number(maxnumber) });
  if (number === null) return;
  field.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
}

for (const form of document.querySelectorAll("form[data-challenge]")) {
  const ready = prepare(form);
  let solved = false;
  ready.finally(() => (solved = true));
  // Sent before it is solved: wait, then send the same form.
  form.addEventListener("submit", (event) => {
    if (solved) return;
    event.preventDefault();
    event.stopPropagation();
    const { submitter } = event;
    submitter?.setAttribute("aria-disabled", "true");
    ready.finally(() => form.requestSubmit(submitter));
  });
}
