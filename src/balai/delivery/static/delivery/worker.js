// Service worker: lets the pages below its address open without network. KEPT is written before this by the server.
//
// Pages come from the network while it answers, and as they were last seen when it does not; files come from what was
// kept. What is sent, and what programs ask for, never passes through here.
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(KEPT.name)
      .then((cache) => cache.addAll(KEPT.files.map((file) => new Request(file, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const pages = await caches.open(KEPT.name);
      for (const name of await caches.keys()) {
        if (!name.startsWith(KEPT.family) || name === KEPT.name) continue;
        // Pages move over: whoever is without network when a new version begins still opens them.
        const before = await caches.open(name);
        for (const request of await before.keys()) {
          if (KEPT.files.includes(new URL(request.url).pathname)) continue;
          const page = await before.match(request);
          if (page) await pages.put(request, page);
        }
        await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

const fromNetwork = async (request) => {
  const patience = new AbortController();
  const waiting = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: patience.signal });
  } finally {
    clearTimeout(waiting);
  }
};

const openPage = async (request) => {
  const cache = await caches.open(KEPT.name);
  try {
    const answer = await fromNetwork(request);
    if (answer.ok && !answer.redirected && answer.type === "basic") await cache.put(request, answer.clone());
    else if (KEPT.isOwn && answer.status < 500) await cache.delete(request);
    if (answer.status < 500) return answer;
    return (await cache.match(request)) || answer;
  } catch (error) {
    const page = await cache.match(request, { ignoreSearch: true });
    if (page) return page;
    throw error;
  }
};

const openFile = async (request) => {
  const cache = await caches.open(KEPT.name);
  const file = await cache.match(request);
  if (file) return file;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") await cache.put(request, answer.clone());
  return answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(openPage(request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(openFile(request));
});
