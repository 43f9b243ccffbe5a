// What was typed outlives a log-in that expired before it was sent: of every form that is posted, but those that save
// themselves (`data-draft`).
//
// At sending, the values lie in this tab's own store (sessionStorage). Where the answer is the page of signing in, that
// page marks them; the form, once one is back at it, puts them in again and says so. They are kept for no other case:
// the next page of somebody who is signed in (`data-signed-in`) forgets what arrived. They never outlive the tab. Files,
// passwords and codes are left out.
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
  const here = place(location.pathname);
  const back = isSignedIn ? read(here) : null;
  for (const name of known()) {
    const entry = read(name);
    if (isSignedIn && (name === here || !entry || !entry.isLost)) write(name, null);
    else if (!isSignedIn && entry && Date.now() - entry.at < MOST) write(name, { ...entry, isLost: true });
  }
  if (!isSignedIn) return;

  const LEFT_OUT = new Set(["file", "password", "submit", "button", "reset"]);
  const fieldsOf = (form) =>
    [...form.elements].filter(
      (field) =>
        field.name &&
        field.name !== "csrfmiddlewaretoken" &&
        !LEFT_OUT.has(field.type) &&
        field.autocomplete !== "one-time-code",
    );
  const forms = [...document.querySelectorAll('form[method="post"]:not([data-draft])')].filter((form) =>
    fieldsOf(form).some((field) => field.type !== "hidden"),
  );

  const putBack = (form, entry) => {
    const values = new Map();
    for (const [name, value] of entry.values) values.set(name, [...(values.get(name) || []), value]);
    for (const field of fieldsOf(form)) {
      const there = values.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = there.includes(field.value);
      else if (field.multiple) for (const one of field.options) one.selected = there.includes(one.value);
      else if (there.length) [field.value] = there;
    }
    const told = document.getElementById("put-back").content.cloneNode(true);
    if (form.classList.contains("bl-card")) form.before(told);
    else form.prepend(told);
  };
  if (back && back.isLost && forms[back.form]) putBack(forms[back.form], back);

  forms.forEach((form, number) => {
    form.addEventListener("submit", () => {
      const names = new Set(fieldsOf(form).map((field) => field.name));
      const values = [...new FormData(form)].filter(([name]) => names.has(name));
      write(here, { at: Date.now(), form: number, values });
    });
  });
})();
