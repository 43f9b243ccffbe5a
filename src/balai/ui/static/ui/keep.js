// What was typed outlives a log-in that expired before it was sent: of every form that is posted, but those that save
// themselves (`data-draft`).
//
// At sending, the values lie in this tab's own store (sessionStorage), under the address of the page with its query.
// Where the answer is the page of signing in, that page marks them; the form, once one is back at it, puts them in again
// and says so. They are kept for no other case: the next page of somebody who is signed in forgets what arrived, and
// what another account typed (`data-signed-in` tells accounts apart and names none). They outlive neither the tab, nor
// half a day, nor signing out (ui/forget.js). Files, passwords, codes and what is sealed (`data-sealed`, of a form or a
// field) are left out.
"use strict";

(() => {
  const MOST = 60000;
  const LONGEST = 12 * 60 * 60 * 1000;
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
  const account = document.currentScript.dataset.signedIn;
  const here = place(location.pathname + location.search);
  const ageOf = (entry) => Date.now() - entry.at;
  const isOurs = (entry) => entry && ageOf(entry) < LONGEST && (!account || entry.account === account);
  const found = account ? read(here) : null;
  const back = isOurs(found) && found.isLost ? found : null;
  for (const name of known()) {
    const entry = read(name);
    if (!isOurs(entry) || (account && (name === here || !entry.isLost))) write(name, null);
    else if (!account && ageOf(entry) < MOST) write(name, { ...entry, isLost: true });
  }
  if (!account) return;

  const LEFT_OUT = new Set(["hidden", "file", "password", "submit", "button", "reset"]);
  const FRESH = new Set(["csrfmiddlewaretoken", "nonce", "batch"]); // another one each time the form is drawn
  const VERSIONS = new Set(["version", "seen", "based_on"]);
  const isOpen = (field) => field.name && !field.closest("[data-sealed]");
  const isOfRows = (field) => field.type !== "submit" && !FRESH.has(field.name);
  const isList = (form) => form.querySelector("table[data-sheet]") !== null;
  const fieldsOf = (form) =>
    [...form.elements].filter(
      (field) => isOpen(field) && !LEFT_OUT.has(field.type) && field.autocomplete !== "one-time-code",
    );

  // A form is known by where it goes and what it says unseen; its number on the page changes with the rows.
  // A list takes its rows along, with all that they say unseen.
  const shapeOf = (form) => {
    const action = form.getAttribute("action") || "";
    if (isList(form)) return { form, action, hidden: [], mark: JSON.stringify([action, "list"]) };
    const hidden = [...form.elements]
      .filter((field) => isOpen(field) && field.type === "hidden" && !FRESH.has(field.name))
      .map((field) => [field.name, field.value]);
    const names = [...new Set(fieldsOf(form).map((field) => field.name))];
    return { form, action, hidden, mark: JSON.stringify([action, hidden, names]) };
  };
  const forms = [...document.querySelectorAll('form[method="post"]:not([data-draft])')]
    .filter((form) => fieldsOf(form).length)
    .map(shapeOf);
  for (const one of forms) {
    const hasRows = new Set(one.hidden.map(([name]) => name)).size < one.hidden.length;
    one.isAlone = !hasRows && forms.filter((other) => other.action === one.action).length === 1;
  }

  const tell = (form) => {
    const told = document.getElementById("put-back").content.cloneNode(true);
    if (form.classList.contains("bl-card")) form.before(told);
    else form.prepend(told);
  };
  const putBack = ({ form, mark }, entry) => {
    if (isList(form)) {
      form.dispatchEvent(new CustomEvent("kept", { detail: entry.values })); // its own script puts rows back
      tell(form);
      return;
    }
    const values = new Map();
    for (const [name, value] of entry.values) values.set(name, [...(values.get(name) || []), value]);
    for (const field of fieldsOf(form)) {
      const there = values.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = there.includes(field.value);
      else if (field.multiple) for (const one of field.options) one.selected = there.includes(one.value);
      else if (there.length) field.value = there.shift();
    }
    // What a colleague changed meanwhile is told at sending, and not written over: the text belongs to its version.
    if (mark !== entry.mark)
      for (const field of form.elements) {
        const then = entry.versions.find(([name]) => field.type === "hidden" && name === field.name);
        if (then) [, field.value] = then;
      }
    tell(form);
  };
  if (back) {
    let there = forms.filter((one) => one.mark === back.mark);
    if (!there.length) there = forms.filter((one) => one.action === back.action && one.isAlone && back.isAlone);
    // Once the scripts of the page itself have run, which all are deferred as this one is.
    if (there.length === 1) document.addEventListener("DOMContentLoaded", () => putBack(there[0], back));
  }

  const valuesOf = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
    return field.multiple ? [...field.selectedOptions].map((one) => one.value) : [field.value];
  };
  for (const { form, action, hidden, mark, isAlone } of forms)
    form.addEventListener("submit", () => {
      const fields = isList(form) ? [...form.elements].filter((field) => isOpen(field) && isOfRows(field)) : fieldsOf(form);
      const values = fields.flatMap((field) => valuesOf(field).map((value) => [field.name, value]));
      const versions = hidden.filter(([name]) => VERSIONS.has(name));
      write(here, { at: Date.now(), account, action, mark, isAlone, versions, values });
    });
})();
