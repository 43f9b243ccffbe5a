// A list that is written like a spreadsheet. Without this script the page works as well: rows are pasted into the
// field below the list, and empty rows stand at its end.
//
// Enter goes down, Shift+Enter up, Alt+Enter begins a line where a text has several, Alt+Up and Alt+Down move a row. Ctrl+Enter puts an
// empty row below, Ctrl+D writes what stands above. What is pasted fills the cells from the one that has the focus, and adds rows. A row
// that is cleared is removed when the list is saved. While words are looked for, rows without them are hidden, and are saved as well;
// nothing is copied from them or pasted into them.
// Ctrl+Z takes back what was typed, pasted, cleared or moved, one step at a time; Ctrl+Y does it again.
"use strict";

(() => {
  /** Cells of rows, as spreadsheet programs put them on the clipboard: tabs, line ends, quotation marks doubled. */
  const read = (text) => {
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      const row = rows[rows.length - 1];
      const last = row.length - 1;
      if (quoted && sign === '"' && text[at + 1] === '"') {
        row[last] += '"';
        at += 1;
      } else if (sign === '"' && (quoted || row[last] === "")) {
        quoted = !quoted;
      } else if (!quoted && sign === "\t") {
        row.push("");
      } else if (!quoted && (sign === "\n" || sign === "\r")) {
        if (sign === "\r" && text[at + 1] === "\n") at += 1;
        if (at < text.length - 1) rows.push([""]);
      } else {
        row[last] += sign;
      }
    }
    return rows;
  };

  const STEPS = 100;

  const begin = (table) => {
    const body = table.tBodies[0];
    const say = table.dataset.say;
    const heads = [...table.tHead.rows[0].querySelectorAll("[data-column]")];
    const status = document.getElementById(table.dataset.status);
    const find = document.getElementById(table.dataset.find);
    let isChanged = false;
    let before = null; // the cell that has the focus, and what stood in it and everywhere when it got it
    const past = [];
    const future = [];

    const cells = (row) => [...row.querySelectorAll("[data-cell]")];
    const change = () => {
      isChanged = true;
    };

    /** Every key and text, and where the focus is. */
    const picture = () => {
      const at = document.activeElement.closest("[data-cell]");
      const row = at && at.closest("tr");
      return {
        rows: [...body.rows].map((each) => [
          each.querySelector('[name="key"]').value,
          ...cells(each).map((cell) => cell.value),
        ]),
        place: row ? [row.sectionRowIndex, cells(row).indexOf(at)] : null,
      };
    };

    const remember = (was) => {
      past.push(was);
      if (past.length > STEPS) past.shift();
      future.length = 0;
    };

    /** What was typed into the cell that has the focus becomes one step. */
    const settle = () => {
      if (before && before.cell.value !== before.value) remember(before.was);
      before = null;
    };

    const look = (cell) => {
      before = { cell, value: cell.value, was: picture() };
    };

    /** Show only rows with all words that are looked for. */
    const sift = () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      [...body.rows].forEach((row) => {
        const text = cells(row).map((cell) => cell.value).join("\n").toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) shown += 1;
      });
      status.textContent = words.length ? status.dataset.found.replace("{rows}", shown) : "";
    };

    const showAll = () => {
      if (!find.value) return;
      find.value = "";
      sift();
    };

    /** Do something to rows as one step that can be taken back; nothing is done to rows that nobody sees. */
    const act = (deed) => {
      showAll();
      settle();
      remember(picture());
      deed();
      number();
      change();
      const at = document.activeElement.closest("[data-cell]");
      if (at) look(at);
    };

    const restore = (was) => {
      while (body.rows.length < was.rows.length) add();
      while (body.rows.length > was.rows.length) body.rows[body.rows.length - 1].remove();
      [...body.rows].forEach((row, place) => {
        const [key, ...texts] = was.rows[place];
        row.querySelector('[name="key"]').value = key;
        cells(row).forEach((cell, column) => {
          if (cell.value !== texts[column]) forget(cell);
          cell.value = texts[column];
        });
      });
      number();
      change();
      before = null;
      if (was.place) {
        const cell = cells(body.rows[was.place[0]])[was.place[1]];
        cell.focus();
        look(cell);
      }
    };

    const step = (from, to) => {
      showAll();
      settle();
      const was = from.pop();
      if (!was) return;
      to.push(picture());
      restore(was);
    };

    /** A cell that says something else now is not wrong until it is judged again. */
    const forget = (cell) => {
      cell.classList.remove("bad");
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
      const fault = cell.parentElement.querySelector("[data-fault]");
      if (fault) fault.remove();
    };

    const number = () => {
      [...body.rows].forEach((row, place) => {
        row.querySelector("[data-number]").textContent = place + 1;
        cells(row).forEach((cell, column) => {
          const head = heads[column];
          cell.id = `c${place + 1}-${head.dataset.column.replace(".", "-")}`;
          const fault = cell.parentElement.querySelector("[data-fault]");
          if (fault) {
            fault.id = `${cell.id}-fault`;
            cell.setAttribute("aria-describedby", fault.id);
          }
          cell.setAttribute("aria-label", say.replace("{row}", place + 1).replace("{column}", head.dataset.label));
        });
        const clear = row.querySelector("[data-clear]");
        clear.value = place + 1;
        clear.setAttribute("aria-label", clear.dataset.say.replace("{row}", place + 1));
      });
    };

    const empty = (row) => {
      cells(row).forEach((cell) => {
        cell.value = "";
        forget(cell);
      });
      row.querySelector('[name="key"]').value = "";
    };

    const add = () => {
      const row = body.rows[body.rows.length - 1].cloneNode(true);
      empty(row);
      body.append(row);
      return row;
    };

    /** The next row that somebody sees, up or down. */
    const beside = (row, by) => {
      const next = (one) => (by < 0 ? one.previousElementSibling : one.nextElementSibling);
      let other = next(row);
      while (other && other.hidden) other = next(other);
      return other;
    };

    const go = (cell, by) => {
      const row = cell.closest("tr");
      const column = cells(row).indexOf(cell);
      let place = row.sectionRowIndex + by;
      while (body.rows[place] && body.rows[place].hidden) place += by;
      if (place < 0 || (find.value && place >= body.rows.length)) return;
      if (place >= body.rows.length) {
        add();
        number();
      }
      const next = cells(body.rows[place])[column];
      next.focus();
      next.select();
    };

    table.addEventListener("keydown", (event) => {
      const cell = event.target.closest("[data-cell]");
      if (!cell || event.isComposing) return;
      const vertical = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const letter = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : "";
      const isTyped = before && before.cell === cell && before.value !== cell.value;
      if (letter === "y" || (letter === "z" && event.shiftKey)) {
        if (isTyped) return; // the browser's own, within the cell
        event.preventDefault();
        step(future, past);
      } else if (letter === "z") {
        event.preventDefault();
        step(past, future);
      } else if (letter === "d") {
        event.preventDefault();
        const row = cell.closest("tr");
        const above = beside(row, -1);
        if (above) {
          act(() => {
            cell.value = cells(above)[cells(row).indexOf(cell)].value;
            forget(cell);
          });
        }
      } else if (letter === "enter") {
        event.preventDefault();
        act(() => {
          const row = add();
          cell.closest("tr").after(row);
          cells(row)[0].focus();
        });
      } else if (event.key === "Enter" && !event.altKey) {
        event.preventDefault();
        go(cell, event.shiftKey ? -1 : 1);
      } else if (event.key === "Enter" && event.altKey && cell.hasAttribute("data-lines")) {
        event.preventDefault();
        cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
        change();
      } else if (vertical && event.altKey) {
        event.preventDefault();
        const row = cell.closest("tr");
        const other = beside(row, vertical);
        if (other) {
          act(() => {
            other[vertical < 0 ? "before" : "after"](row);
            cell.focus();
          });
        }
      } else if (vertical && !cell.hasAttribute("list") && cell.tagName === "INPUT") {
        event.preventDefault();
        go(cell, vertical);
      }
    });

    table.addEventListener("paste", (event) => {
      const cell = event.target.closest("[data-cell]");
      const text = event.clipboardData.getData("text/plain");
      if (!cell || !/[\t\n]/.test(text)) return;
      event.preventDefault();
      const rows = read(text);
      const below = [...body.rows].slice(cell.closest("tr").sectionRowIndex);
      const seen = below.filter((row) => !row.hidden);
      const spare = below
        .slice(below.indexOf(seen[seen.length - 1]) + 1)
        .filter((row) => cells(row).every((one) => !one.value));
      const column = cells(cell.closest("tr")).indexOf(cell);
      act(() => {
        rows.forEach((texts, place) => {
          const there = cells([...seen, ...spare][place] || add());
          texts.forEach((one, right) => {
            if (!there[column + right]) return;
            there[column + right].value = one;
            forget(there[column + right]);
          });
        });
      });
      status.textContent = status.dataset.pasted.replace("{rows}", rows.length);
    });

    table.addEventListener("click", (event) => {
      const clear = event.target.closest("[data-clear]");
      if (!clear) return;
      event.preventDefault();
      const row = clear.closest("tr");
      act(() => {
        empty(row);
        cells(row)[0].focus();
      });
    });

    table.addEventListener("focusin", (event) => {
      const cell = event.target.closest("[data-cell]");
      if (!cell || (before && before.cell === cell)) return;
      settle();
      look(cell);
    });
    table.addEventListener("input", change);
    find.closest("[hidden]").hidden = false;
    find.addEventListener("input", sift);
    find.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // the list is not saved by looking for something
      const first = [...body.rows].find((row) => !row.hidden);
      if (first) cells(first)[0].focus();
    });
    // Rows that were moved keep their faults; the list above leads to them wherever they are.
    document.querySelectorAll("[data-leads]").forEach((link) => {
      const cell = document.getElementById(link.hash.slice(1));
      if (!cell) return;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        if (cell.closest("tr").hidden) showAll();
        cell.focus();
      });
    });
    const form = table.closest("form");
    form.addEventListener("submit", () => {
      isChanged = false;
    });
    // Rows come back over a log-in that expired (ui/keep.js) with their keys, and with what their writer had seen of them.
    form.addEventListener("kept", (event) => {
      const columns = new Map();
      for (const [name, value] of event.detail) columns.set(name, [...(columns.get(name) || []), value]);
      const names = cells(body.rows[0]).map((cell) => cell.name);
      restore({
        rows: columns.get("key").map((key, place) => [key, ...names.map((name) => columns.get(name)[place])]),
        place: null,
      });
      form.querySelectorAll("[name=seen]").forEach((mark) => mark.remove());
      for (const value of columns.get("seen") || []) {
        const mark = document.createElement("input");
        Object.assign(mark, { type: "hidden", name: "seen", value });
        form.append(mark);
      }
    });
    window.addEventListener("beforeunload", (event) => {
      if (isChanged) event.preventDefault();
    });
  };

  document.querySelectorAll("table[data-sheet]").forEach(begin);
})();
