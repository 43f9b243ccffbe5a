// What was typed outlives a log-in that expired before it was sent. Forms that want this say `data-keep`.
//
// At sending, the values lie in this tab's own store (sessionStorage). Where the answer is the page of signing in, that
// page marks them; the form, once one is back at it, puts them in again and says so. They are kept for no other case:
// the next page of somebody who is signed in (`data-signed-in`) forgets what arrived. They never outlive the tab. Files
// and passwords are left out.
"use strict";

(() => {
  const MOST = 60000;
  const place = (path) => `kept${path}`;
  const read = (name) => {
    try {
      return JSON.parse(sessionStorage.getItem(name) || "null");
    } catch {
      return null;
    }
  };
  const write = (name, entry) => {
    try {
      if (entry) sessionStorage.setItem(name, JSON.stringify(entry));
      else sessionStorage.removeItem(name);
    } catch {
      // A full or forbidden store: the page works as any other.
    }
  };
  const known = () => {
    try {
      return Object.keys(sessionStorage).filter((name) => name.startsWith(place("/")));
    } catch {
      return [];
    }
  };
  const isSignedIn = "signedIn" in document.currentScript.dataset;
  const form = document.querySelector("form[data-keep]");
  const here = place(location.pathname);
  for (const name of known()) {
    const entry = read(name);
    if (!entry || (form && name === here)) continue;
    if (isSignedIn && !entry.isLost) write(name, null);
    else if (!isSignedIn && Date.now() - entry.at < MOST) write(name, { ...entry, isLost: true });
  }
  if (!form) return;
  const kept = [...form.elements].filter(
    (field) => field.name && field.name !== "csrfmiddlewaretoken" && !["file", "password", "submit"].includes(field.type),
  );
  const entry = read(here);
  write(here, null);
  if (entry && entry.isLost) {
    const values = new Map();
    for (const [name, value] of entry.values) values.set(name, [...(values.get(name) || []), value]);
    for (const field of kept) {
      const there = values.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = there.includes(field.value);
      else if (field.multiple) for (const one of field.options) one.selected = there.includes(one.value);
      else if (there.length) [field.value] = there;
    }
    form.querySelector("[data-kept]").hidden = false;
  }
  const names = new Set(kept.map((field) => field.name));
  form.addEventListener("submit", () => {
    write(here, { at: Date.now(), values: [...new FormData(form)].filter(([name]) => names.has(name)) });
  });
})();
