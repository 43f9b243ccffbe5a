// A list that is written like a spreadsheet. Without this script the page works as well: rows are pasted into the
// field below the list, and empty rows stand at its end.
//
// Enter goes down, Shift+Enter up, Alt+Enter begins a line, Alt+Up and Alt+Down move a row. What is pasted fills the cells from the one
// that has the focus, and adds rows. A row that is cleared is removed when the list is saved.
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

  const begin = (table) => {
    const body = table.tBodies[0];
    const say = table.dataset.say;
    const heads = [...table.tHead.rows[0].querySelectorAll("[data-column]")];
    const status = document.getElementById(table.dataset.status);
    let isChanged = false;

    const cells = (row) => [...row.querySelectorAll("[data-cell]")];
    const change = () => {
      isChanged = true;
    };

    const number = () => {
      [...body.rows].forEach((row, place) => {
        row.querySelector("[data-number]").textContent = place + 1;
        cells(row).forEach((cell, column) => {
          const head = heads[column];
          cell.id = `c${place + 1}-${head.dataset.column.replace(".", "-")}`;
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
        cell.classList.remove("bad");
        cell.removeAttribute("aria-invalid");
      });
      row.querySelector('[name="key"]').value = "";
    };

    const add = () => {
      const row = body.rows[body.rows.length - 1].cloneNode(true);
      empty(row);
      body.append(row);
      return row;
    };

    const go = (cell, by) => {
      const row = cell.closest("tr");
      const column = cells(row).indexOf(cell);
      const place = row.sectionRowIndex + by;
      if (place < 0) return;
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
      if (event.key === "Enter" && !event.ctrlKey && !event.altKey) {
        event.preventDefault();
        go(cell, event.shiftKey ? -1 : 1);
      } else if (event.key === "Enter" && event.altKey && cell.tagName === "TEXTAREA") {
        event.preventDefault();
        cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
        change();
      } else if (vertical && event.altKey) {
        event.preventDefault();
        const row = cell.closest("tr");
        const other = vertical < 0 ? row.previousElementSibling : row.nextElementSibling;
        if (other) {
          body.insertBefore(vertical < 0 ? row : other, vertical < 0 ? other : row);
          number();
          cell.focus();
          change();
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
      const first = cell.closest("tr").sectionRowIndex;
      const column = cells(cell.closest("tr")).indexOf(cell);
      rows.forEach((texts, place) => {
        const row = body.rows[first + place] || add();
        const there = cells(row);
        texts.forEach((one, right) => {
          if (there[column + right]) there[column + right].value = one;
        });
      });
      number();
      change();
      status.textContent = status.dataset.pasted.replace("{rows}", rows.length);
    });

    table.addEventListener("click", (event) => {
      const clear = event.target.closest("[data-clear]");
      if (!clear) return;
      event.preventDefault();
      const row = clear.closest("tr");
      empty(row);
      cells(row)[0].focus();
      change();
    });

    table.addEventListener("input", change);
    table.closest("form").addEventListener("submit", () => {
      isChanged = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (isChanged) event.preventDefault();
    });
  };

  document.querySelectorAll("table[data-sheet]").forEach(begin);
})();
