// A section of an application that saves itself. Without this script the page works as well: its button saves it.
//
// What is typed lies in this tab's own store (sessionStorage) until the server says that it kept it: so it outlives a
// log-in that has expired, a line that is down, and a page that was left. It never outlives the tab.
"use strict";

(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const place = `application/${form.dataset.draft}`;
  const OURS = new Set(["csrfmiddlewaretoken", "version", "writer"]);
  const PAUSE = 1500;
  const AGAIN = 15000;
  const part = (name) => form.querySelector(`[data-${name}]`);
  let waiting = 0;
  let typed = 0;

  const writer = form.elements.namedItem("writer").value;
  const values = () => [...new FormData(form)].filter(([name]) => !OURS.has(name));
  const remember = () => {
    try {
      sessionStorage.setItem(place, JSON.stringify({ writer, number: form.dataset.number, values: values() }));
    } catch {
      // A full or forbidden store: the server still keeps what is sent.
    }
  };
  const forget = () => {
    try {
      sessionStorage.removeItem(place);
    } catch {
      // As above.
    }
  };
  const remembered = () => {
    try {
      return JSON.parse(sessionStorage.getItem(place) || "null");
    } catch {
      return null;
    }
  };

  const putBack = (draft) => {
    const known = new Map();
    for (const [name, value] of draft.values) known.set(name, [...(known.get(name) || []), value]);
    for (const field of form.elements) {
      if (!field.name || OURS.has(field.name) || field.type === "file") continue;
      const there = known.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = there.includes(field.value);
      else if (there.length) [field.value] = there;
    }
  };

  const keep = () => {
    window.clearTimeout(waiting);
    waiting = 0;
    htmx.trigger(form, "keep");
  };
  const soon = (pause) => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(keep, pause);
  };
  const show = (name, shown) => {
    part(name).hidden = !shown;
  };

  form.addEventListener("input", () => {
    typed += 1;
    remember();
    soon(PAUSE);
  });
  form.addEventListener("submit", () => window.clearTimeout(waiting));

  let sent = 0;
  form.addEventListener("htmx:beforeRequest", () => {
    sent = typed;
  });
  form.addEventListener("htmx:beforeSwap", (event) => {
    // The page of signing in comes in place of an answer of ours: it is not put into this one.
    const isOurs = event.detail.xhr.getResponseHeader("X-Section") === "1";
    show("signed-out", !isOurs);
    show("away", false);
    if (!isOurs) event.detail.shouldSwap = false;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    const version = event.detail.xhr.getResponseHeader("X-Version");
    if (version) form.dataset.number = version;
    if (event.detail.xhr.getResponseHeader("X-Kept") === "1" && sent === typed) forget();
    else if (version) remember();
  });
  form.addEventListener("htmx:sendError", () => {
    show("away", true);
    soon(AGAIN);
  });
  window.addEventListener("online", () => {
    if (remembered()) keep();
  });

  const draft = remembered();
  if (!draft) return;
  const isNewer = form.dataset.number !== draft.number;
  if (isNewer && form.dataset.writer === draft.writer) {
    forget(); // its own page was saved by the button
  } else if (isNewer) {
    show("found", true);
    part("put-back").addEventListener("click", () => {
      putBack(draft);
      show("found", false);
      typed += 1;
      remember();
      soon(0);
    });
    part("forget").addEventListener("click", () => {
      show("found", false);
      forget();
    });
  } else {
    putBack(draft);
    typed += 1;
    remember();
    window.addEventListener("load", () => soon(0));
  }
})();
