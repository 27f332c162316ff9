// While a name is typed: who is known already? Without this the same question comes after the first submit.
const form = document.querySelector("form[data-dubbels]");

function shown(place, name, found) {
  place.querySelector("[data-dubbel], fieldset")?.remove();
  if (!found.length) return;
  const box = document.createElement("fieldset");
  box.className = "f";
  box.dataset.dubbel = "";
  const legend = document.createElement("legend");
  legend.textContent = form.dataset.vraag;
  const pick = document.createElement("div");
  pick.className = "pick";
  const choices = found.map((one) => [one.party, form.dataset.ja.replace("{naam}", one.name)]);
  for (const [value, text] of [...choices, ["nieuw", form.dataset.nee]]) {
    const label = document.createElement("label");
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: `${name}.wie`, value });
    label.append(radio, text);
    pick.append(label);
  }
  box.append(legend, pick);
  place.append(box);
}

for (const place of form?.querySelectorAll("[data-wie]") ?? []) {
  const name = place.dataset.wie;
  const [who, reach] = [name, `${name}.bereik`].map((key) => form.elements[key]);
  let timer = 0;
  let number = 0;
  place.addEventListener("input", (event) => {
    if (event.target !== who && event.target !== reach) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = (number += 1);
      const asked = new URLSearchParams({ naam: who.value, bereik: reach?.value ?? "" });
      try {
        const answer = await fetch(`${form.dataset.dubbels}?${asked}`, { headers: { accept: "application/json" } });
        const found = answer.ok ? await answer.json() : [];
        if (mine === number) shown(place, name, found);
      } catch {
        // no signal: the question comes after submitting
      }
    }, 250);
  });
}
