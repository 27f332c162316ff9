// What somebody types in a form is kept as a draft while she types; the page says when. Without it nothing is lost
// either: what she sends comes back after she signed in again.
const PAUSE = 3000;

async function keep(form, signal) {
  const place = new URL(form.action).pathname;
  const body = new FormData(form);
  const sent = await fetch(`/klad?plek=${encodeURIComponent(place)}`, { method: "POST", body, signal });
  if (!sent.ok) return;
  const { om } = await sent.json();
  const line = form.querySelector("[data-klad]");
  line.textContent = line.dataset.klad.replace("{uur}", om);
  line.hidden = false;
}

for (const form of document.querySelectorAll("form:has([data-klad])")) {
  let waits = 0;
  let under = new AbortController();
  form.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(() => keep(form, under.signal).catch(() => {}), PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waits);
    under.abort();
    under = new AbortController(); // a draft that is still under way may not arrive after the answer that it was a draft of
  });
}
