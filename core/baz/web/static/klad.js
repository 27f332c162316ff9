// What somebody types in a form is kept as a draft while she types; the page says when. Without it nothing is lost
// either: what she sends comes back after she signed in again.
const PAUSE = 3000;

async function keep(form) {
  const place = new URL(form.action).pathname;
  const sent = await fetch(`/klad?plek=${encodeURIComponent(place)}`, { method: "POST", body: new FormData(form) });
  if (!sent.ok) return;
  const { om } = await sent.json();
  const line = form.querySelector("[data-klad]");
  line.textContent = line.dataset.klad.replace("{uur}", om);
  line.hidden = false;
}

for (const form of document.querySelectorAll("form:has([data-klad])")) {
  let waits = 0;
  form.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(() => keep(form).catch(() => {}), PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waits));
}
