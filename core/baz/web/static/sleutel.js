// Passkeys: between the form of a page and the authenticator of the device. Without it the page shows other ways.
const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function read(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const name of ["allowCredentials", "excludeCredentials"])
    for (const one of options[name] ?? []) one.id = bytes(one.id);
  return options;
}

function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = text(credential.response[name]);
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

async function answer(form) {
  const asked = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form) });
  if (!asked.ok) throw new Error(asked.status);
  const { token, options } = await asked.json();
  const publicKey = read(JSON.parse(options));
  const credential =
    form.dataset.key === "create"
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
  form.elements.token.value = token;
  form.elements.antwoord.value = told(credential);
  form.submit();
}

// a key belongs to a name, never to a number
if (window.PublicKeyCredential && !/^[\d.]+$|:/.test(location.hostname))
  for (const form of document.querySelectorAll("form[data-key]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const failed = form.querySelector("[role=status]");
      failed.hidden = true;
      answer(form).catch(() => (failed.hidden = false));
    });
  }
