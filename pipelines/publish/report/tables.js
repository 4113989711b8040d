// @ts-check
// The tables: a tab a family, sorted and searched; and the numbers of the charts.

const PAGE = 50;
/** @type {Record<string, {fill: (facts: Fact[]) => void}>} */
const tables = {};

function table(/** @type {string} */ family) {
  const { title, columns } = FAMILIES[family];
  const state = { facts: /** @type {Fact[]} */ ([]), by: columns[0], down: false, limit: PAGE, find: "" };
  const head = el("tr");
  const body = el("tbody");
  const find = /** @type {HTMLInputElement} */ (
    el("input", { type: "search", placeholder: "words in this table", "aria-label": `Search ${title}` })
  );
  const count = el("span", { role: "status" });
  const more = el("button", { type: "button", class: "more" });
  columns.forEach((c) => {
    const sorter = el("button", { type: "button" }, c.label);
    sorter.addEventListener("click", () => {
      state.down = state.by === c ? !state.down : false;
      state.by = c;
      draw();
    });
    head.append(el("th", { scope: "col", class: c.css === "number" ? "number" : "" }, sorter));
  });

  function draw() {
    const wanted = state.find.toLowerCase();
    const found = state.facts.filter(
      (fact) => !wanted || columns.some((c) => c.write(fact).toLowerCase().includes(wanted)),
    );
    const sign = state.down ? -1 : 1;
    found.sort((a, b) => {
      const [x, y] = [state.by.by(a), state.by.by(b)];
      return sign * (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y)));
    });
    [...head.children].forEach((th, n) =>
      th.setAttribute("aria-sort", columns[n] === state.by ? (state.down ? "descending" : "ascending") : "none"),
    );
    body.replaceChildren(...found.slice(0, state.limit).map((fact, n) => row(fact, n)));
    count.textContent = `${thousands.format(Math.min(found.length, state.limit))} of ${thousands.format(found.length)}`;
    more.textContent = `Show all ${thousands.format(found.length)}`;
    more.hidden = found.length <= state.limit;
  }

  function row(/** @type {Fact} */ fact, /** @type {number} */ n) {
    const made = el("tr", { "data-id": fact.id, tabindex: n ? "-1" : "0", "aria-selected": "false" });
    for (const c of columns) {
      const written = c.write(fact);
      const td = el("td", { class: c.css ?? "", dir: "auto", "data-label": c.label });
      if (c === doubt) td.append(...doubts(fact).map((words_) => el("span", { class: "doubt" }, String(words_))));
      else td.textContent = written;
      made.append(td);
    }
    return made;
  }

  body.addEventListener("click", (event) => {
    const made = /** @type {Element} */ (event.target).closest("tr");
    if (made instanceof HTMLElement) {
      made.focus();
      openFacts([made.dataset.id ?? ""]);
    }
  });
  body.addEventListener("keydown", (event) => {
    const made = /** @type {Element} */ (event.target).closest("tr");
    const next =
      event.key === "ArrowDown"
        ? made?.nextElementSibling
        : event.key === "ArrowUp"
          ? made?.previousElementSibling
          : null;
    if (event.key === "Enter" || event.key === " ") openFacts([made?.dataset.id ?? ""]);
    else if (made && next instanceof HTMLElement) {
      made.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    } else return;
    event.preventDefault();
  });
  find.addEventListener("input", () => {
    state.find = find.value;
    draw();
  });
  more.addEventListener("click", () => {
    state.limit = Infinity;
    draw();
  });
  tables[family] = {
    fill: (facts) => {
      state.facts = [...facts];
      draw();
    },
  };
  return el(
    "div",
    {
      id: `panel-${family}`,
      class: "panel",
      role: "tabpanel",
      "data-family": family,
      "aria-labelledby": `tab-${family}`,
    },
    el("h3", {}, title),
    el("div", { class: "tools" }, find, count, "Enter or a click on a row shows its evidence; arrows move."),
    el("div", { class: "scroll" }, el("table", { "aria-label": title }, el("thead", {}, head), body)),
    more,
  );
}

function choose(/** @type {string} */ family) {
  for (const name of Object.keys(FAMILIES)) {
    const tab = $(`tab-${name}`);
    tab.setAttribute("aria-selected", String(name === family));
    tab.tabIndex = name === family ? 0 : -1;
    $(`panel-${name}`).hidden = name !== family;
  }
}

function layTables() {
  const names = Object.keys(FAMILIES);
  for (const name of names) {
    const tab = el(
      "button",
      { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}` },
      FAMILIES[name].title,
    );
    tab.addEventListener("click", () => choose(name));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = names[(names.indexOf(name) + step + names.length) % names.length];
      choose(next);
      $(`tab-${next}`).focus();
    });
    $("tabs").append(tab);
    $("panels").append(table(name));
  }
  choose("incidents");
}

/** The numbers of a chart as a table. */
function numbers(
  /** @type {string} */ name,
  /** @type {Row[]} */ rows,
  /** @type {Record<string, (row: Row) => string>} */ shown,
) {
  const place = /** @type {HTMLElement} */ (document.querySelector(`[data-numbers="${name}"]`));
  const heads = Object.keys(shown).map((head) => el("th", { scope: "col" }, head));
  const body = rows.map((row) => {
    const made = el(
      "tr",
      { tabindex: "0" },
      ...Object.values(shown).map((write) => el("td", { dir: "auto" }, write(row))),
    );
    made.addEventListener("click", () => openFacts(row.ids, row.label));
    made.addEventListener("keydown", (event) => event.key === "Enter" && openFacts(row.ids, row.label));
    return made;
  });
  place.replaceChildren(
    el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...body))),
  );
}
