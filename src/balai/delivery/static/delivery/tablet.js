// The list of a session on a coordinator's device: reads codes with the camera, takes ticks, and works without network.
//
// How the device is registered, keeps names and hands in stands in device.js.
"use strict";

(() => {
  const root = document.querySelector("[data-tablet]");
  if (!root) return;
  const words = JSON.parse(document.getElementById("words").textContent);
  const edition = root.dataset.tablet;
  const BUNDLE = `bundle/${edition}`;
  const SCANS = `scans/${edition}`;
  const PERSON = "BALAI:1:";
  const ROW = "BALAI:P:";
  const BATCH = 500;
  const SAME = 4000; // the camera sees one code many times
  const MINUTE = 60000;

  let bundle = null;
  let shown = "";
  let people = new Map();
  let states = new Map();

  // --- what is told -------------------------------------------------------------------------------------------

  const clock = (moment) =>
    new Intl.DateTimeFormat(document.documentElement.lang, {
      timeZone: bundle ? bundle.zone : undefined,
      hour: "2-digit",
      minute: "2-digit",
      hour12: false,
    }).format(moment);

  const session = () => bundle && bundle.sessions.find((one) => one.id === shown);

  const draw = () => {
    const chooser = part("session");
    if (chooser.options.length !== bundle.sessions.length) {
      chooser.replaceChildren(
        ...bundle.sessions.map((one) => {
          const day = new Intl.DateTimeFormat(document.documentElement.lang, {
            timeZone: bundle.zone,
            weekday: "short",
            day: "numeric",
            month: "short",
          }).format(new Date(one.begins_at));
          return new Option(`${day}, ${clock(new Date(one.begins_at))} ${one.title}`, one.id);
        }),
      );
    }
    chooser.value = shown;
    const now = session();
    part("place").textContent = now
      ? [`${clock(new Date(now.begins_at))}–${clock(new Date(now.ends_at))}`, now.place, now.groups]
          .filter(Boolean)
          .join(" · ")
      : "";
    const rows = now ? now.people.map((key) => people.get(key)).filter(Boolean) : [];
    const list = part("people");
    if (list.dataset.session !== shown || list.children.length !== rows.length) {
      list.dataset.session = shown;
      list.replaceChildren(...rows.map(row));
    }
    let there = 0;
    for (const item of list.children) {
      const state = states.get(`${shown} ${item.dataset.person}`) || "";
      if (["present", "late", "left_early", "online"].includes(state)) there += 1;
      item.querySelector("[data-state]").textContent = state ? words.states[state] : words.not_noted;
      item.dataset.is = state;
      for (const button of item.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String(button.value === state));
      }
    }
    part("count").textContent = say(words.count, { there, all: rows.length });
  };

  const row = (person) => {
    const item = part("row").content.firstElementChild.cloneNode(true);
    item.dataset.person = person.id;
    const name = item.querySelector("[data-name]");
    name.textContent = person.name;
    name.id = `name-${person.id}`;
    item.querySelector("[data-country]").textContent = person.country;
    item.querySelector("[data-marks]").setAttribute("aria-labelledby", name.id);
    return item;
  };

  // --- what is kept -------------------------------------------------------------------------------------------

  const take = (found) => {
    bundle = found;
    people = new Map(bundle.people.map((one) => [one.id, one]));
    states = new Map(bundle.presences.map((one) => [`${one.session} ${one.person}`, one.state]));
    if (!session()) {
      const now = Date.now();
      const next = bundle.sessions.find((one) => Date.parse(one.ends_at) > now);
      shown = (next || bundle.sessions.at(-1) || { id: "" }).id;
    }
  };

  const forget = () => {
    bundle = null;
    people.clear();
    states.clear();
  };

  // What the edition's rules say of a moment; the server works it out again, from all notes of all devices.
  const stateAfter = (mark, method, now, at, before) => {
    if (method === "paper" && ["late", "left_early", "online"].includes(before)) return before;
    if (mark === "in") {
      if (["present", "late", "online"].includes(before)) return before;
      return at > Date.parse(now.begins_at) + bundle.rules.late_after * MINUTE ? "late" : "present";
    }
    if (mark === "out") {
      const isEarly = at < Date.parse(now.ends_at) - bundle.rules.early_before * MINUTE;
      return isEarly && before !== "late" ? "left_early" : before || "present";
    }
    return mark;
  };

  const note = async ({ at = Date.now(), mark, method, person = "", code = "", where = shown }) => {
    const nonce = crypto.randomUUID();
    const value = { nonce, mark, method, noted_at: new Date(at).toISOString(), session: where };
    if (code) value.code = code;
    else value.participant = person;
    const values = {};
    if (person && bundle) {
      const name = `${where} ${person}`;
      const now = bundle.sessions.find((one) => one.id === where);
      states.set(name, stateAfter(mark, method, now, at, states.get(name)));
      bundle.presences = [...states].map(([both, state]) => {
        const [one, who] = both.split(" ");
        return { session: one, person: who, state };
      });
      values[BUNDLE] = bundle;
    }
    await keep(values, [{ nonce, value }]);
  };

  // --- handing in ---------------------------------------------------------------------------------------------

  const answered = (taken) => {
    const odd = taken.filter((one) => one.refused || one.conflicts.length).length;
    if (odd) tell(say(words.conflicts, { number: odd }), "due");
  };

  const { part, say, tell, keep, begin } = window.balaiDevice({
    root,
    edition,
    words,
    names: BUNDLE,
    notes: SCANS,
    where: root.dataset.scans,
    batch: (waiting) => waiting.slice(0, BATCH),
    answered,
    take,
    forget,
    draw,
    isBusy: () => false,
  });

  // --- codes --------------------------------------------------------------------------------------------------

  const digest = async (secret) => {
    const bytes = new TextEncoder().encode(bundle.salt + secret);
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...found].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const seen = new Map();
  const foreign = new Set();
  const read = async (text) => {
    const code = text.trim();
    const at = Date.now();
    if (at - (seen.get(code) || 0) < SAME) {
      seen.set(code, at);
      return;
    }
    seen.set(code, at);
    const mark = root.querySelector("[name=way]:checked").value;
    if (code.startsWith(ROW)) {
      const known = await digest(code.slice(ROW.length));
      const line = bundle.rows.find((one) => one.code === known);
      await note({ at, mark: "present", method: "paper", code, person: line?.person, where: line?.session || shown });
      // Sheets of days long over are not on the device; the server knows whose row it is.
      tell(people.get(line?.person)?.name || words.paper, "ok");
      return;
    }
    const isDigits = /^[0-9]{6}$/.test(code);
    if (!isDigits && !code.startsWith(PERSON)) {
      // Whatever was read is kept: somebody may find out whose it was. What hangs in view is kept once.
      if (!foreign.has(code)) {
        foreign.add(code);
        await note({ at, mark, method: "scan", code: code.replaceAll("\0", "").slice(0, 100) });
      }
      tell(words.foreign, "due");
      return;
    }
    const known = await digest(isDigits ? code : code.slice(PERSON.length));
    const person = bundle.people.find((one) => (isDigits ? one.digits : one.code) === known);
    await note({ at, mark, method: "scan", code, person: person ? person.id : "" });
    if (!person) tell(words.unknown, "due");
    else if (!session().people.includes(person.id)) tell(say(words.other_group, { name: person.name }), "due");
    else tell(say(mark === "in" ? words.came : words.went, { name: person.name }), "ok");
  };

  let camera = null;
  const look = (video, canvas) => {
    if (!camera) return;
    if (video.readyState >= video.HAVE_CURRENT_DATA) {
      const scale = Math.min(1, 640 / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      const drawing = canvas.getContext("2d", { willReadFrequently: true });
      drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
      const { data, width, height } = drawing.getImageData(0, 0, canvas.width, canvas.height);
      const found = window.jsQR(data, width, height, { inversionAttempts: "dontInvert" });
      if (found && found.data) read(found.data);
    }
    window.setTimeout(() => look(video, canvas), 120);
  };

  const stopCamera = () => {
    if (camera) for (const track of camera.getTracks()) track.stop();
    camera = null;
    part("video").hidden = true;
    part("camera").textContent = words.camera;
  };

  part("camera").addEventListener("click", async () => {
    if (camera) {
      stopCamera();
      return;
    }
    try {
      camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    } catch {
      tell(words.no_camera, "due");
      return;
    }
    const video = part("video");
    video.srcObject = camera;
    video.hidden = false;
    part("camera").textContent = words.camera_off;
    await video.play();
    look(video, document.createElement("canvas"));
  });

  // --- the reader's hand --------------------------------------------------------------------------------------

  part("people").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const item = button.closest("[data-person]");
    note({ mark: button.value, method: "manual", person: item.dataset.person });
  });
  part("session").addEventListener("change", (event) => {
    shown = event.target.value;
    draw();
  });
  part("digits").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = event.target.elements.namedItem("digits");
    const code = field.value.replace(/\s/g, "");
    if (code) read(code);
    field.value = "";
    field.focus();
  });

  begin();
})();
