// What the devices of coordinators and supervisors share: registering once, keeping names for some days, handing in.
//
// Every note is written to the device first, with its moment and a nonce, and is handed in when the server can be
// reached: again and again until it is answered, which changes nothing (see vault.js, and the server's scanning.py).
"use strict";

// Makes the page of a device.
//
// root: the element of the page; its data says where notes are handed in, names fetched and devices registered.
// edition: its code. words: what is said. names, notes: under what the vault keeps the one and queues the other.
// where: address for notes. batch: which of those that wait go together. answered: what the server said of each.
// take, forget: names came, or their time is over. draw: shows them. isBusy: whether they must not change now.
window.balaiDevice = ({ root, edition, words, names, notes, where, batch, answered, take, forget, draw, isBusy }) => {
  const vault = window.balaiVault;
  const DEVICE = `device/${edition}`;
  const AGAIN = 15000;
  const part = (name) => root.querySelector(`[data-${name}]`);
  const say = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  let device = null;
  let expiresAt = 0; // of the names that are here; 0 while there are none
  let isSending = false;
  let kept = 0; // how often something was kept here
  let canReach = navigator.onLine;

  // --- what is told -------------------------------------------------------------------------------------------

  const tellState = async () => {
    const waits = await vault.count(notes);
    const line = part("line");
    line.textContent = waits
      ? say(canReach ? words.waiting : words.offline_waiting, { number: waits })
      : canReach
        ? words.handed_in
        : words.offline;
    line.dataset.waits = waits;
    root.dataset.reach = canReach ? "yes" : "no";
  };

  const tell = (text, kind) => {
    const last = part("last");
    last.textContent = text;
    last.className = `dt-last ${kind}`;
    last.hidden = false;
  };

  const show = () => {
    part("register").hidden = Boolean(device);
    part("forgotten").hidden = !device || Boolean(expiresAt);
    part("work").hidden = !expiresAt;
    if (expiresAt) draw();
  };

  // --- what is kept -------------------------------------------------------------------------------------------

  const hold = (found) => {
    expiresAt = Date.parse(found.expires_at);
    take(found);
  };

  const forgetNow = async () => {
    expiresAt = 0;
    forget();
    part("people").replaceChildren();
    await vault.write({ [names]: null });
    show();
  };

  const forgetWhenDue = async () => {
    if (expiresAt && expiresAt <= Date.now()) await forgetNow();
  };

  // Writes values by name and queues records (nonce, value); then shows and hands in.
  const keep = async (values, records) => {
    kept += 1;
    await vault.write(
      values,
      records.map((record) => ({ ...record, family: notes })),
    );
    show();
    await tellState();
    handIn();
  };

  // --- handing in ---------------------------------------------------------------------------------------------

  const ask = (address, options = {}) =>
    fetch(address, {
      cache: "no-store",
      redirect: "error",
      ...options,
      headers: { Authorization: `Device ${device ? device.secret : ""}`, ...options.headers },
      signal: AbortSignal.timeout(60000),
    });

  const handIn = async () => {
    if (!device || isSending) return;
    isSending = true;
    try {
      for (;;) {
        const items = batch(await vault.waiting(notes));
        if (!items.length) break;
        const answer = await ask(where, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ device_now: new Date().toISOString(), items }),
        });
        if (!answer.ok) throw new Error(`${answer.status}`);
        const { taken } = await answer.json();
        await answered(taken, items);
        await vault.done(taken.map((one) => one.nonce));
      }
      canReach = true;
    } catch {
      canReach = false;
    } finally {
      isSending = false;
      await tellState();
    }
  };

  const refresh = async () => {
    const before = kept;
    if (!device || isBusy() || (await vault.count(notes))) return; // first what happened here, then what is known there
    try {
      const answer = await ask(root.dataset.bundle);
      const found = await answer.json();
      canReach = true;
      if (answer.status === 409 && found.code === "device.ended") {
        await forgetNow(); // whoever has the device now sees nobody any more
        if (!(await vault.count(notes))) {
          device = null; // what is kept still needs its secret to go out
          await vault.write({ [DEVICE]: null });
          part("unregistered").textContent = found.detail;
          part("unregistered").hidden = false;
        }
      } else if (answer.ok && (kept !== before || isBusy())) {
        window.setTimeout(refresh, AGAIN); // the answer does not know yet what was kept meanwhile
      } else if (answer.ok) {
        hold(found);
        await vault.write({ [names]: found });
      }
    } catch {
      canReach = false;
    }
    show();
    await tellState();
  };

  // --- beginning ----------------------------------------------------------------------------------------------

  part("register").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const answer = await fetch(root.dataset.register, { method: "POST", body: form }).catch(() => null);
    if (!answer || !answer.ok) {
      const why = answer ? ((await answer.json().catch(() => ({}))).detail ?? words.trouble) : words.offline;
      part("unregistered").textContent = why;
      part("unregistered").hidden = false;
      return;
    }
    device = await answer.json();
    await vault.write({ [DEVICE]: device });
    await refresh();
  });
  window.addEventListener("online", handIn);
  window.addEventListener("offline", () => {
    canReach = false;
    tellState();
  });

  const begin = async () => {
    device = await vault.get(DEVICE);
    const found = await vault.get(names);
    if (found) hold(found);
    await forgetWhenDue();
    show();
    await tellState();
    await handIn();
    await refresh();
    window.setInterval(async () => {
      await forgetWhenDue();
      await handIn();
    }, AGAIN);
    root.dataset.ready = "yes";
  };

  return { part, say, tell, keep, begin };
};
