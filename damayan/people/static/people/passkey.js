// Passkeys: a form that carries the server's options is shown, and on submit brings the browser's answer along.
// <form data-passkey-create='{…}'> or <form data-passkey-get='{…}'> (empty: ask the form's own address for options)
// … <input type="hidden" name="credential"> … <p role="status" data-passkey-said="words for a failure">

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

function text(buffer) {
  const raw = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

async function create({ publicKey }) {
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
      // One that the device itself remembers: it signs in without a name.
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: "required", requireResidentKey: true, userVerification: "required",
      },
    },
  });
}

async function get({ publicKey }) {
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
}

function plain(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) answer[part] = text(response[part]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  };
}

async function options(form, given) {
  if (given) return JSON.parse(given);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).request_options;
}

function prepare(form) {
  const { passkeyCreate, passkeyGet } = form.dataset;
  const said = form.querySelector("[data-passkey-said]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    said.textContent = "";
    try {
      const asked = await options(form, passkeyCreate ?? passkeyGet);
      const credential = await (passkeyCreate === undefined ? get(asked) : create(asked));
      form.elements.credential.value = JSON.stringify(plain(credential));
      form.submit();
    } catch {
      said.textContent = said.dataset.passkeySaid;
    }
  });
}

if (globalThis.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey-create], form[data-passkey-get]").forEach(prepare);
  document.querySelectorAll("[data-passkey-offer]").forEach((offer) => (offer.hidden = false));
}
