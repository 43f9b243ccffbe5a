// Practice on a supervisor's device: safety first, then signing, without network.
//
// The tasks bring their rules along, so the device refuses what the server would. Every briefing, sign-off and photo is
// written to the device first, with its moment and a nonce, and handed in until it is answered (see device.js, and the
// server's practice_devices.py). What the server refuses stays here, with the reason, until somebody takes it away.
"use strict";

(() => {
  const root = document.querySelector("[data-practice-tablet]");
  if (!root) return;
  const vault = window.balaiVault;
  const words = JSON.parse(document.getElementById("words").textContent);
  const edition = root.dataset.practiceTablet;
  const BUNDLE = `practice/${edition}`;
  const NOTES = `practice-notes/${edition}`;
  const STUCK = `practice-stuck/${edition}`;
  const MOST_NOTES = 50;
  const MOST_LETTERS = 1500000; // of one request, below the server's 2.5 MB
  const WIDEST = 1280; // pixels of a photo
  const LEVELS = ["observed", "assisted", "independent"];
  const RESULTS = ["not_seen", ...LEVELS];
  const both = (task, person) => `${task} ${person}`;

  let bundle = null;
  let shown = "";
  let group = "";
  let signing = null;
  let briefed = new Set();
  let signed = new Map();

  // --- what is told -------------------------------------------------------------------------------------------

  const task = () => bundle && bundle.tasks.find((one) => one.id === shown);
  const person = (key) => bundle.people.find((one) => one.id === key);
  const isReady = (one, key) => !one.needs_briefing || briefed.has(both(one.id, key));

  const options = (chooser, rows) => {
    const told = rows.map((one) => one.join("\n")).join("\n");
    if (chooser.dataset.told === told) return;
    chooser.dataset.told = told;
    chooser.replaceChildren(...rows.map(([value, text]) => new Option(text, value)));
  };

  const draw = () => {
    options(
      part("task"),
      bundle.tasks.map((one) => [one.id, one.title]),
    );
    part("task").value = shown;
    const now = task();
    part("place").textContent = now ? now.place : "";
    const groups = now ? now.groups : [];
    part("groups").hidden = !groups.length;
    options(part("group"), [["", words.everybody], ...groups.map((one) => [one.code, one.name])]);
    if (!groups.some((one) => one.code === group)) group = "";
    part("group").value = group;
    part("safety").hidden = !now || !now.needs_briefing;
    part("protection").textContent =
      now && now.protection.length ? say(words.hand_out, { things: now.protection.join(", ") }) : "";
    const rows = now ? bundle.people.filter((one) => !group || one.groups.includes(group)) : [];
    part("people").replaceChildren(...rows.map((one) => row(now, one)));
    const done = rows.filter((one) => signed.has(both(shown, one.id))).length;
    part("count").textContent = say(words.count, { there: done, all: rows.length });
  };

  const row = (now, one) => {
    const item = part("row").content.firstElementChild.cloneNode(true);
    item.dataset.person = one.id;
    const name = item.querySelector("[data-name]");
    name.textContent = one.name;
    name.id = `name-${one.id}`;
    item.querySelector("[data-country]").textContent = one.country;
    const ready = isReady(now, one.id);
    const found = signed.get(both(now.id, one.id));
    item.querySelector("[data-state]").textContent = found
      ? words.levels[found.level]
      : ready
        ? words.not_signed
        : words.not_briefed;
    item.dataset.is = found ? found.level : ready ? "ready" : "unready";
    const button = item.querySelector("button");
    button.value = ready ? "sign" : "brief";
    button.textContent = ready ? (found ? words.correct : words.sign) : words.briefed;
    button.id = `act-${one.id}`;
    button.setAttribute("aria-labelledby", `${button.id} ${name.id}`);
    return item;
  };

  const drawStuck = async () => {
    const stuck = (await vault.get(STUCK)) || [];
    part("stuck").hidden = !stuck.length;
    part("stuck-rows").replaceChildren(
      ...stuck.map((one) => {
        const item = document.createElement("li");
        const who = bundle && one.item.participant ? person(one.item.participant) : null;
        const what = bundle ? bundle.tasks.find((each) => each.id === one.item.task) : null;
        const why = one.why || (one.refused === "practice.malformed" ? words.malformed : one.refused);
        item.textContent = [who && who.name, what && what.title, why].filter(Boolean).join(" · ");
        return item;
      }),
    );
  };

  // --- the rules that came along ------------------------------------------------------------------------------

  const highest = (one, results) => {
    let most = LEVELS.indexOf(one.highest);
    const weak = (step) => step.is_critical && RESULTS.indexOf(results[step.number] || "not_seen") < 2;
    if (one.steps.some(weak)) most = Math.min(most, 1);
    if (one.steps.length) {
      const best = Math.max(0, ...Object.values(results).map((result) => RESULTS.indexOf(result)));
      most = Math.min(most, Math.max(best - 1, 0));
    }
    return LEVELS[most];
  };

  const fault = (one, value) => {
    if (!value.level) return words.no_level;
    if (value.is_excused && value.level !== "observed") return words.excused;
    const most = highest(one, value.results);
    if (LEVELS.indexOf(value.level) > LEVELS.indexOf(most)) return say(words.too_high, { level: words.levels[most] });
    if (value.corrects && !value.why) return words.no_reason;
    return "";
  };

  // --- what is kept -------------------------------------------------------------------------------------------

  const take = (found) => {
    bundle = found;
    briefed = new Set(bundle.briefed.map((one) => both(one.task, one.person)));
    signed = new Map(bundle.signed.map((one) => [both(one.task, one.person), one]));
    if (!task()) shown = bundle.tasks.length ? bundle.tasks[0].id : "";
    drawStuck();
  };

  const forget = () => {
    bundle = null;
    briefed.clear();
    signed.clear();
    stopSigning();
  };

  const note = async (values) => {
    bundle.briefed = [...briefed].map((name) => ({ task: name.split(" ")[0], person: name.split(" ")[1] }));
    bundle.signed = [...signed.values()];
    await keep(
      { [BUNDLE]: bundle },
      values.map((value) => ({ nonce: value.nonce, value })),
    );
  };

  // --- handing in ---------------------------------------------------------------------------------------------

  const batch = (waiting) => {
    const order = (one) => [Date.parse(one.noted_at), one.kind === "photo" ? 1 : 0];
    waiting.sort((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1]);
    let letters = 0;
    const fits = (one, place) => {
      letters += JSON.stringify(one).length;
      return !place || (place < MOST_NOTES && letters < MOST_LETTERS);
    };
    const end = waiting.findIndex((one, place) => !fits(one, place));
    return end < 0 ? waiting : waiting.slice(0, end);
  };

  const answered = async (taken, items) => {
    const refused = taken.filter((one) => one.refused);
    if (refused.length) {
      const stuck = (await vault.get(STUCK)) || [];
      const known = new Set(stuck.map((one) => one.item.nonce));
      const more = refused
        .filter((one) => !known.has(one.nonce))
        .map((one) => ({ ...one, item: items.find((each) => each.nonce === one.nonce) }));
      await vault.write({ [STUCK]: [...stuck, ...more] });
      await drawStuck();
    }
    if (taken.some((one) => one.is_twice)) tell(words.twice, "due");
  };

  const { part, say, tell, keep, begin } = window.balaiDevice({
    root,
    edition,
    words,
    names: BUNDLE,
    notes: NOTES,
    where: root.dataset.notes,
    batch,
    answered,
    take,
    forget,
    draw,
    isBusy: () => Boolean(signing),
  });

  // --- signing ------------------------------------------------------------------------------------------------

  const form = part("form");
  const field = (name) => form.elements.namedItem(name);

  const stopSigning = () => {
    signing = null;
    part("signing").hidden = true;
  };

  const startSigning = (one, who) => {
    const before = signed.get(both(one.id, who.id));
    signing = { task: one, person: who, before };
    form.reset();
    for (const pad of form.querySelectorAll("[data-signature] button")) pad.click();
    part("refused").hidden = true;
    part("heading").textContent = say(words.heading, { name: who.name });
    part("steps").replaceChildren(
      ...one.steps.map((step) => {
        const set = part("step").content.firstElementChild.cloneNode(true);
        set.querySelector("[data-text]").textContent = `${step.number}. ${step.text}`;
        set.querySelector("[data-critical]").textContent = step.is_critical ? words.critical : "";
        set.querySelector("[data-criterion]").textContent = step.criterion;
        for (const input of set.querySelectorAll("input")) input.name = `step-${step.number}`;
        return set;
      }),
    );
    field("minutes").value = one.minutes;
    part("measure").hidden = !one.measure;
    part("measure-label").textContent = one.measure;
    part("why").hidden = !before;
    part("signing").hidden = false;
    part("heading").focus();
  };

  const drawn = (name) => (field(name).value ? JSON.parse(field(name).value) : null);

  const picture = async (file) => {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, WIDEST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.8).split(",")[1];
  };

  const refuse = (text) => {
    part("refused").textContent = text;
    part("refused").hidden = false;
    part("refused").focus();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { task: one, person: who, before } = signing;
    const results = {};
    for (const step of one.steps) {
      const found = form.querySelector(`[name="step-${step.number}"]:checked`);
      if (found) results[step.number] = found.value;
    }
    const level = form.querySelector("[name=level]:checked");
    const value = {
      nonce: crypto.randomUUID(),
      kind: "sign_off",
      noted_at: new Date().toISOString(),
      task: one.id,
      participant: who.id,
      level: level ? level.value : "",
      results,
      minutes: Number(field("minutes").value),
      attempts: Number(field("attempts").value),
      is_excused: field("is_excused").checked,
      measured: one.measure ? field("measured").value : "",
      note: field("note").value.trim(),
      corrects: before ? before.nonce : "",
      why: before ? field("why").value.trim() : "",
      drawn_by_supervisor: drawn("supervisor"),
      drawn_by_participant: drawn("participant"),
    };
    const problem = fault(one, value);
    if (problem) {
      refuse(problem);
      return;
    }
    const values = [value];
    const file = field("photo").files[0];
    if (file) {
      const jpeg = await picture(file).catch(() => "");
      if (!jpeg) {
        refuse(words.no_photo);
        return;
      }
      const { noted_at } = value;
      values.push({ nonce: crypto.randomUUID(), kind: "photo", noted_at, sign_off: value.nonce, jpeg });
    }
    signed.set(both(one.id, who.id), { task: one.id, person: who.id, nonce: value.nonce, level: value.level });
    stopSigning();
    await note(values);
    tell(say(words.saved, { name: who.name }), "ok");
    const next = root.querySelector(`[data-person="${who.id}"] button`);
    if (next) next.focus();
  });
  part("cancel").addEventListener("click", stopSigning);

  // --- the reader's hand --------------------------------------------------------------------------------------

  part("people").addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const key = button.closest("[data-person]").dataset.person;
    const now = task();
    if (button.value === "sign" && isReady(now, key)) {
      startSigning(now, person(key));
      return;
    }
    briefed.add(both(now.id, key));
    const noted_at = new Date().toISOString();
    await note([{ nonce: crypto.randomUUID(), kind: "briefing", noted_at, task: now.id, participant: key }]);
    const next = root.querySelector(`[data-person="${key}"] button`);
    if (next) next.focus();
  });
  part("task").addEventListener("change", (event) => {
    shown = event.target.value;
    stopSigning();
    draw();
  });
  part("group").addEventListener("change", (event) => {
    group = event.target.value;
    draw();
  });
  part("again").addEventListener("click", async () => {
    const stuck = (await vault.get(STUCK)) || [];
    await keep(
      { [STUCK]: null },
      stuck.map((one) => ({ nonce: one.item.nonce, value: one.item })),
    );
    await drawStuck();
  });

  drawStuck();
  begin();
})();
