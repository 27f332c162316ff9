// Serves the kept pages under /ik while there is no signal. It keeps nothing itself and sends nothing.
const CACHE = "ik";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/vast/")) event.respondWith(kept(request, pathname));
  else if (request.mode === "navigate") event.respondWith(fresh(request, pathname));
});

async function kept(request, pathname) {
  const found = await (await caches.open(CACHE)).match(pathname);
  return found ?? fetch(request);
}

async function fresh(request, pathname) {
  try {
    return await fetch(request);
  } catch (error) {
    const pages = await caches.open(CACHE);
    const found = (await pages.match(pathname)) ?? (await pages.match("/ik"));
    if (found) return found;
    throw error;
  }
}
