// Asks the browser to keep this page for times without network, and says so in the line with data-offline.
"use strict";

(() => {
  const root = document.querySelector("[data-worker]");
  if (!root || !("serviceWorker" in navigator)) return;
  const line = document.querySelector("[data-offline]");
  const tell = () => {
    if (line) line.hidden = navigator.onLine;
  };
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();
  (async () => {
    await navigator.serviceWorker.register(root.dataset.worker);
    await navigator.serviceWorker.ready;
    // The visit that brought the worker was not seen by it.
    for (const name of await caches.keys()) {
      if (!name.startsWith(root.dataset.family)) continue;
      const cache = await caches.open(name);
      if (navigator.onLine && !(await cache.match(location.pathname))) await cache.add(location.pathname);
    }
    document.documentElement.dataset.kept = "yes";
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  })().catch(() => {
    // Without a place to keep things the page works while there is a network.
  });
})();
