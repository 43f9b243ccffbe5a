// Drag on the timetable workbench: the same deed as "move to…" on the page of a session, by pointer.
//
// A block that is dragged over a day and a time asks the server, in words, whether it could be there; let go, it is
// moved by the same POST as the form's. A refusal stays on the board with its reason, the nearest place that fits, and
// "leave it". Fingers scroll the board; they and the keyboard open the session, which has the form. Nothing here knows a rule.
"use strict";

(() => {
  const table = document.querySelector("table[data-drag]");
  if (!table) return;
  const wrap = table.closest(".tt-wrap");
  const board = wrap.parentElement;
  const STEP = 15;
  const FAR = 5; // pixels before a press is a drag
  const PATIENCE = 90; // milliseconds over a target before it is asked for
  const dawn = Number(table.dataset.dawn);
  const grid = Number(table.dataset.grid);
  let drag = null;
  let pop = null;

  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  const ask = (address, options) =>
    fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin", redirect: "manual", ...options });

  const close = () => {
    if (!pop) return;
    const { block } = pop.dataset;
    pop.remove();
    pop = null;
    if (block) table.querySelector(`[data-code="${CSS.escape(block)}"]`)?.focus();
  };

  const show = (html, cell, top) => {
    if (!pop) {
      pop = document.createElement("div");
      pop.className = "tt-pop";
      pop.setAttribute("role", "status");
      board.append(pop);
    }
    pop.innerHTML = html;
    const frame = board.getBoundingClientRect();
    const place = cell.getBoundingClientRect();
    const rightwards = place.right + pop.offsetWidth + 8 < frame.right;
    const start = rightwards ? place.right - frame.left + 8 : place.left - frame.left - pop.offsetWidth - 8;
    pop.style.insetInlineStart = "auto";
    pop.style.left = `${Math.max(4, start)}px`;
    pop.style.top = `${Math.max(4, Math.min(top - frame.top, frame.height - pop.offsetHeight - 4))}px`;
  };

  // Where a pointer is: a day, and a time on the grid for the top of the block.
  const target = (event) => {
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest("td");
    if (!cell || !table.contains(cell) || !cell.closest("tbody")) return null;
    const box = cell.getBoundingClientRect();
    const steps = (event.clientY - drag.grip - box.top) / drag.slot;
    const minute = Math.round(((dawn + steps) * STEP) / grid) * grid;
    return { cell, day: cell.cellIndex - 1, time: Math.max(0, Math.min(minute, 1440 - grid)), box };
  };

  const query = (at) => new URLSearchParams({ day: at.day, time: at.time, room: drag.block.dataset.room, on: "board" });

  const look = async (at) => {
    const asked = drag;
    const answer = await ask(`${asked.block.href}?${query(at)}`, { signal: asked.stop.signal });
    const html = await answer.text();
    if (drag !== asked || asked.at !== at || answer.status >= 500) return;
    asked.shade.classList.toggle("okay", html.includes("data-fits"));
    show(html, at.cell, asked.shade.getBoundingClientRect().top);
  };

  const move = (event) => {
    if (!drag) return;
    if (!drag.ghost) {
      if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
      begin(event);
    }
    drag.ghost.style.transform = `translate(${event.clientX - drag.x}px, ${event.clientY - drag.y}px)`;
    const at = target(event);
    if (!at) {
      clearTimeout(drag.wait);
      drag.at = null;
      drag.shade.remove();
      return;
    }
    if (drag.at && at.cell === drag.at.cell && at.time === drag.at.time) return;
    drag.at = at;
    drag.shade.className = "tt-shade";
    drag.shade.style.top = `${(at.time / STEP - dawn) * drag.slot}px`;
    drag.shade.style.height = `${drag.block.offsetHeight}px`;
    drag.shade.textContent = `${String(Math.floor(at.time / 60)).padStart(2, "0")}${table.dataset.colon}${String(at.time % 60).padStart(2, "0")}`;
    at.cell.append(drag.shade);
    clearTimeout(drag.wait);
    drag.stop.abort();
    drag.stop = new AbortController();
    drag.wait = setTimeout(() => look(at).catch(() => {}), PATIENCE);
  };

  const begin = (event) => {
    const box = drag.block.getBoundingClientRect();
    const ghost = drag.block.cloneNode(true);
    ghost.removeAttribute("href");
    ghost.setAttribute("aria-hidden", "true");
    ghost.classList.add("ghost");
    ghost.style.left = `${box.left}px`;
    ghost.style.top = `${box.top}px`;
    ghost.style.width = `${box.width}px`;
    ghost.style.height = `${box.height}px`;
    const holder = document.createElement("div");
    holder.className = `tt ${drag.block.parentElement.className}`;
    holder.append(ghost);
    document.body.append(holder);
    drag.block.setPointerCapture(event.pointerId);
    drag.block.classList.add("lifted");
    Object.assign(drag, { ghost, holder, shade: document.createElement("div"), stop: new AbortController() });
    drag.shade.setAttribute("aria-hidden", "true");
    table.classList.add("dragging");
  };

  const end = () => {
    if (!drag) return null;
    const done = drag;
    drag = null;
    clearTimeout(done.wait);
    if (!done.ghost) return null;
    done.stop.abort();
    done.holder.remove();
    done.shade.remove();
    done.block.classList.remove("lifted");
    table.classList.remove("dragging");
    return done;
  };

  const put = async (block, at, body) => {
    body.append("csrfmiddlewaretoken", token());
    const answer = await ask(block.getAttribute("href"), { method: "POST", body });
    if (answer.type === "opaqueredirect") {
      location.reload();
      return;
    }
    show(await answer.text(), at.cell, at.top);
    if (!pop.firstElementChild) return location.reload();
    pop.dataset.block = block.dataset.code;
    pop.querySelector("button")?.focus();
  };

  table.addEventListener("pointerdown", (event) => {
    const block = event.target.closest("a[data-code]");
    if (!block || event.button || event.pointerType === "touch") return;
    close();
    const box = block.getBoundingClientRect();
    const slot = Number.parseFloat(getComputedStyle(table).getPropertyValue("--slot"));
    drag = { block, x: event.clientX, y: event.clientY, grip: event.clientY - box.top, slot };
  });
  table.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("pointermove", move);
  document.addEventListener("pointercancel", () => {
    end();
    close();
  });
  document.addEventListener("pointerup", (event) => {
    const at = drag && drag.at;
    const body = at && query(at);
    const top = at && drag.shade.getBoundingClientRect().top;
    const done = end();
    if (!done) return;
    // The press that ends a drag is no click on the session's link; where no click follows, the next one counts.
    const ends = new AbortController();
    document.addEventListener("click", (click) => click.preventDefault(), { capture: true, signal: ends.signal });
    setTimeout(() => ends.abort(), 0);
    close();
    if (at) put(done.block, { cell: at.cell, top }, body).catch(() => location.reload());
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    end();
    close();
  });
  board.addEventListener("click", (event) => {
    if (event.target.closest("[data-leave]")) close();
  });
})();
