// My programme goes on telling the time where it was kept: what is next, which day is today, what is over.
//
// The page says all of it by itself as of the moment when it was made. Without network it may be read hours or days
// later; everything is worked out anew from the sessions that it lists, by the clock of the telephone, set right by what
// it lacked when the server was last heard.
"use strict";

(() => {
  const said = document.getElementById("words");
  const days = document.querySelector("[data-days]");
  if (!said || !days) return;
  const words = JSON.parse(said.textContent);
  const today = document.querySelector("[data-today]");
  const next = document.querySelector("[data-next]");
  const language = document.documentElement.lang.replace(/^en$/, "en-GB"); // day before month, as the page has it
  const MINUTE = 60000;
  const AGAIN = 20000;
  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);

  const lines = [...today.children, ...days.querySelectorAll("li[data-begins]")]
    .map((item) => ({ item, begins: Date.parse(item.dataset.begins), ends: Date.parse(item.dataset.ends) }))
    .sort((one, other) => one.begins - other.begins);
  const dayIn = (moment) => new Intl.DateTimeFormat("en-CA", { timeZone: words.zone }).format(moment);
  const dayName = (moment) =>
    new Intl.DateTimeFormat(language, { timeZone: words.zone, weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(moment);

  const duration = (minutes) => {
    if (minutes < 90) return fill(words.minutes, { minutes });
    const values = { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
    return fill(values.minutes ? words.both : words.hours, values);
  };

  const when = (line, now) => {
    if (line.begins <= now) return words.now;
    const minutes = Math.ceil((line.begins - now) / MINUTE);
    if (minutes < words.soon_below) return fill(words.soon, { duration: duration(minutes) });
    const away = (Date.parse(line.item.dataset.on) - Date.parse(dayIn(now))) / (24 * 60 * MINUTE);
    if (away === 0) return words.today;
    if (away === 1) return words.tomorrow;
    return fill(words.later, { day: dayName(line.begins) });
  };

  const phase = (item, line, now) => {
    const is = line.ends <= now ? "past" : line.begins <= now ? "now" : "";
    item.className = is;
    if (is === "now") item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
  };

  const showNext = (now) => {
    if (!next) return;
    const line = lines.find((one) => one.ends > now);
    next.hidden = !line;
    if (!line) return;
    const put = (name, text) => {
      const part = next.querySelector(`[data-part="${name}"]`);
      if (part.textContent.trim() !== text) part.textContent = text;
      (part.closest("dl > div") || part).hidden = !text;
    };
    next.querySelector("[data-when]").textContent = when(line, now);
    const people = line.item.querySelector("[data-people]");
    put("begins", line.item.dataset.clock);
    put("title", line.item.querySelector("[data-title]").textContent);
    put("mark", line.item.dataset.mark);
    put("site", line.item.dataset.site);
    next.querySelector("[data-place]").hidden = !line.item.dataset.site;
    next.querySelector("[data-colour]").className = `os-site bl-c${line.item.dataset.colour}`;
    put("room", line.item.dataset.room);
    put("people", people ? people.textContent : "");
  };

  let shown = words.day;
  const showToday = (now) => {
    const day = dayIn(now);
    if (day !== shown) {
      shown = day;
      document.getElementById("today").textContent = dayName(now);
      today.replaceChildren(...lines.filter((line) => line.item.dataset.on === day).map((line) => line.item.cloneNode(true)));
      document.querySelector("[data-nothing]").hidden = today.children.length > 0;
    }
    for (const item of [...today.children, ...lines.map((line) => line.item)]) {
      phase(item, { begins: Date.parse(item.dataset.begins), ends: Date.parse(item.dataset.ends) }, now);
    }
  };

  const KEPT = "balai-my-clock";
  let offset = 0;
  const setTheClock = async () => {
    try {
      const answer = await fetch(document.querySelector("link[rel=manifest]").href, { cache: "no-store" });
      const told = Date.parse(answer.headers.get("Date"));
      if (told) localStorage.setItem(KEPT, String(told - Date.now()));
    } catch {
      // No network: what was last heard holds.
    }
    try {
      offset = Number(localStorage.getItem(KEPT)) || 0;
    } catch {
      offset = 0;
    }
  };
  const tellTheTime = () => {
    const now = Date.now() + offset;
    showNext(now);
    showToday(now);
  };
  const tellTheNetwork = () => {
    for (const part of document.querySelectorAll("[data-online]")) part.hidden = !navigator.onLine;
  };
  window.addEventListener("online", tellTheNetwork);
  window.addEventListener("offline", tellTheNetwork);
  tellTheNetwork();
  setTheClock().then(() => {
    tellTheTime();
    window.setInterval(tellTheTime, AGAIN);
    document.documentElement.dataset.tells = "yes";
  });
})();
