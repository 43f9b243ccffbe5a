// What a device keeps: sealed in its own database (IndexedDB) with a key that no script can read out.
//
// The key (AES-GCM, 256 bits) is made here, is not extractable, and never leaves the browser. `store` holds values by
// name; `queue` holds what waits to be handed in, by nonce. A record and what it changes are written in one transaction.
"use strict";

window.balaiVault = (() => {
  const NAME = "balai-delivery";
  let opened = null;

  const asPromise = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const finished = (transaction) =>
    new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });

  const database = () => {
    opened ||= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("keys");
        request.result.createObjectStore("store");
        request.result.createObjectStore("queue", { keyPath: "nonce" }).createIndex("family", "family");
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  };

  const key = async () => {
    const base = await database();
    const there = await asPromise(base.transaction("keys").objectStore("keys").get("device"));
    if (there) return there;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const adding = base.transaction("keys", "readwrite", { durability: "strict" });
    adding.objectStore("keys").add(made, "device").onerror = (event) => event.preventDefault(); // another tab was first
    await finished(adding);
    return asPromise(base.transaction("keys").objectStore("keys").get("device"));
  };

  const seal = async (value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), plain) };
  };
  const unseal = async (sealed) => {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, await key(), sealed.data);
    return JSON.parse(new TextDecoder().decode(plain));
  };

  const get = async (name) => {
    const base = await database();
    const sealed = await asPromise(base.transaction("store").objectStore("store").get(name));
    return sealed ? unseal(sealed) : null;
  };

  // Writes values by name (null takes one away) and adds records to the queue: all or nothing, and on the disk.
  // One after the other, so that what was sealed first never overwrites what came later.
  let before = Promise.resolve();
  const write = (values, records = []) => {
    const now = before.then(() => writeNow(values, records));
    before = now.catch(() => {});
    return now;
  };
  const writeNow = async (values, records) => {
    const sealed = [];
    for (const [name, value] of Object.entries(values)) sealed.push([name, value === null ? null : await seal(value)]);
    const queued = [];
    for (const { nonce, family, value } of records) queued.push({ nonce, family, sealed: await seal(value) });
    const base = await database();
    const writing = base.transaction(["store", "queue"], "readwrite", { durability: "strict" });
    for (const [name, value] of sealed) {
      if (value === null) writing.objectStore("store").delete(name);
      else writing.objectStore("store").put(value, name);
    }
    for (const record of queued) writing.objectStore("queue").put(record);
    await finished(writing);
  };

  const waiting = async (family) => {
    const base = await database();
    const records = await asPromise(base.transaction("queue").objectStore("queue").index("family").getAll(family));
    return Promise.all(records.map((record) => unseal(record.sealed)));
  };
  const count = async (family) => {
    const base = await database();
    return asPromise(base.transaction("queue").objectStore("queue").index("family").count(family));
  };
  const done = async (nonces) => {
    const base = await database();
    const writing = base.transaction("queue", "readwrite", { durability: "strict" });
    for (const nonce of nonces) writing.objectStore("queue").delete(nonce);
    await finished(writing);
  };

  return { get, write, waiting, count, done };
})();
