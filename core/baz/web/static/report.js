// A report without signal: kept on this phone while typing, sent once, never shown under another case.
// Everything here is extra: the pages work without it. What is kept belongs to who signed in (`wie`).
const who = document.querySelector("meta[name=wie]")?.content ?? "";
const form = document.getElementById("verslag");
const QUEUE = "wachtrij", DRAFTS = "concept", OWNER = "eigenaar", CACHE = "ik";

const database = new Promise((done, fail) => {
  const asked = indexedDB.open("baz", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore(QUEUE, { keyPath: "sleutel" });
    asked.result.createObjectStore(DRAFTS, { keyPath: "waar" });
    asked.result.createObjectStore(OWNER, { keyPath: "naam" });
  };
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});

async function store(name, act, ...values) {
  const at = (await database).transaction(name, "readwrite");
  const asked = at.objectStore(name)[act](...values);
  return new Promise((done, fail) => {
    at.oncomplete = () => done(asked.result);
    at.onerror = at.onabort = () => fail(at.error);
  });
}

// Somebody else signed in on this phone: what the first one left behind goes.
async function onlyMine() {
  const owner = await store(OWNER, "get", "wie");
  if (owner && owner.wie !== who) {
    await Promise.all([QUEUE, DRAFTS, OWNER].map((name) => store(name, "clear")));
    if ("caches" in window) await caches.delete(CACHE);
  }
  await store(OWNER, "put", { naam: "wie", wie: who });
}

// --- sending

async function send(item) {
  try {
    const answer = await fetch(item.waar, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded", wie: item.wie },
      body: item.inhoud,
    });
    if (answer.ok) return { naar: (await answer.json()).naar };
    if (answer.status === 401 || answer.status === 429 || answer.status >= 500) return {};
    return { fout: answer.status };
  } catch {
    return {}; // no signal: it waits
  }
}

async function leave() {
  let left = 0;
  for (const item of await store(QUEUE, "getAll")) {
    if (item.wie !== who || item.fout) continue;
    const said = await send(item);
    if (said.naar) {
      await store(QUEUE, "delete", item.sleutel);
      left += 1;
    } else if (said.fout) {
      await store(QUEUE, "put", { ...item, fout: said.fout });
    }
  }
  return left;
}

// --- the page of who takes part: what waits, and which forms to keep for when there is no signal

async function showWaiting() {
  const note = document.getElementById("wacht");
  if (!note) return;
  const mine = (await store(QUEUE, "getAll")).filter((item) => item.wie === who);
  note.replaceChildren();
  for (const item of mine) {
    const line = document.createElement("span");
    line.append(`${item.wat}: ${item.fout ? note.dataset.fout : note.dataset.wacht} `);
    if (item.fout) {
      const link = document.createElement("a");
      link.href = item.waar;
      link.textContent = note.dataset.kijk;
      link.addEventListener("click", async (event) => {
        event.preventDefault();
        await store(DRAFTS, "put", { waar: item.waar, wie: who, inhoud: item.inhoud });
        await store(QUEUE, "delete", item.sleutel);
        location.assign(item.waar);
      });
      line.append(link);
    }
    note.append(line);
  }
  note.hidden = mine.length === 0;
}

async function keepPages() {
  if (!("caches" in window) || !navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/service.js", { scope: "/ik" });
  const here = location.pathname;
  const links = [...document.querySelectorAll("a[data-mee]")].map((a) => a.getAttribute("href"));
  const files = [...document.querySelectorAll("link[rel=stylesheet], script[src], link[rel=icon]")];
  if (here !== "/ik" && !form) return;
  const kept = await caches.open(CACHE);
  for (const address of [here, ...links.slice(0, 12), ...files.map((f) => f.getAttribute("href") ?? f.getAttribute("src"))]) {
    if (address.startsWith("/vast/") && (await kept.match(address))) continue;
    try {
      const answer = await fetch(address);
      if (answer.ok && !answer.redirected) await kept.put(address, answer);
    } catch {
      return; // no signal: what was kept before stays
    }
  }
  document.documentElement.dataset.mee = "ja";
}

// --- the form

const address = form ? new URL(form.action, location.href).pathname : "";
const filled = () => new URLSearchParams(new FormData(form)).toString();

function fill(text) {
  const values = new URLSearchParams(text);
  for (const field of form.elements) {
    if (!field.name) continue;
    const given = values.getAll(field.name);
    if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
    else if (given.length) field.value = given[0];
  }
}

async function saveDraft() {
  await store(DRAFTS, "put", { waar: address, wie: who, inhoud: filled() });
  const line = document.getElementById("bewaard");
  const now = new Date();
  const hour = `${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}`;
  line.textContent = line.dataset.zin.replace("{uur}", hour);
  line.hidden = false;
}

function complete() {
  const took = form.elements.door.value;
  for (const radio of form.querySelectorAll("[name=hoe]")) radio.required = took === "ja";
  form.elements.dag.required = took === "ja";
  if (form.elements.volgende) form.elements.volgende.required = took === "verzet";
  return form.reportValidity();
}

let sending = false;
async function submitted(event) {
  event.preventDefault();
  if (sending || !complete()) return;
  sending = true;
  const item = { sleutel: form.elements.sleutel.value, waar: address, wie: who, wat: form.dataset.wat, inhoud: filled() };
  await store(QUEUE, "put", item);
  const said = await send(item);
  if (said.fout) {
    await store(QUEUE, "delete", item.sleutel);
    form.submit(); // nothing was told: the page itself says what is wrong
    return;
  }
  await store(DRAFTS, "delete", address);
  if (said.naar) {
    await store(QUEUE, "delete", item.sleutel);
    location.assign(said.naar);
    return;
  }
  form.hidden = true;
  const waiting = document.getElementById("wachtend");
  waiting.hidden = false;
  waiting.focus();
}

async function startForm() {
  for (const part of document.querySelectorAll("[data-script]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-no-script]")) part.hidden = true;
  const draft = await store(DRAFTS, "get", address);
  const own = crypto.randomUUID ? `tel-${crypto.randomUUID()}` : form.elements.sleutel.value;
  // a page that was kept has an old key: each report gets one of its own, and keeps it while it is a draft
  if (!form.querySelector(".err")) form.elements.sleutel.value = own;
  if (draft && draft.wie === who) fill(draft.inhoud);
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(saveDraft, 300);
  });
  form.addEventListener("submit", submitted);
  form.dataset.klaar = "ja";
}

async function leaveAndShow() {
  const left = await leave();
  if (left && document.getElementById("wacht")) location.reload();
  else await showWaiting();
}

if (who && "indexedDB" in window) {
  await onlyMine();
  if (form) await startForm();
  await leaveAndShow();
  addEventListener("online", leaveAndShow);
  await keepPages();
}
