// Whoever signs out takes along what this browser keeps of theirs: My programme for times without network, and what
// was typed in this tab (ui/keep.js, nominations/draft.js).
// What devices of coordinators keep has its own end, and what waits there to be handed in is nobody's to lose.
"use strict";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-forget]");
  if (!form) return;
  try {
    sessionStorage.clear();
  } catch {
    // A forbidden store keeps nothing.
  }
  if (!("caches" in window)) return;
  event.preventDefault();
  try {
    for (const name of await caches.keys()) if (name.startsWith("balai-my-")) await caches.delete(name);
  } finally {
    form.submit();
  }
});
