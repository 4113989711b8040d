// @ts-check
// What the report does: filters, tables, the evidence panel, and the rows that its charts draw.
// What belongs here: behaviour.  Not here: what is known (data.py), how charts look (charts.py), colours and layout (page.css).
// Article text is data: it reaches the page by textContent alone, and only http and https addresses become links.
"use strict";
(() => {
  /** @typedef {Record<string, any>} Fact */
  /** @typedef {{label: string, ids: string[]} & Record<string, any>} Row what a chart draws, and the facts behind it */

  const OTHER = "#767676";
  const store = /** @type {HTMLElement} */ (document.getElementById("data"));
  /** @type {{facts: Fact[], claims: Record<string, any>, returns: Row[], countries: Record<string, string>,
   *   span: Record<string, any>, box: number[], charts: Record<string, any>, event_types: Record<string, string[]>}} */
  const data = JSON.parse(store.textContent || "{}");
  const byId = new Map(data.facts.map((fact) => [fact.id, fact]));
  const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

  // ---- words ----------------------------------------------------------------------------------------------------

  const readable = (/** @type {any} */ value) => String(value ?? "").replaceAll("_", " ");
  const thousands = new Intl.NumberFormat("en");
  const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const day = (/** @type {string} */ iso) => dayFormat.format(new Date(`${iso}T00:00:00Z`));
  const shifted = (/** @type {string} */ iso, /** @type {number} */ days) =>
    new Date(Date.parse(`${iso}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10);
  const counted = (/** @type {number} */ n, /** @type {string} */ one, many = `${one}s`) => `${thousands.format(n)} ${n === 1 ? one : many}`;

  /** @param {Fact} fact */
  function days({ start, end, lasts, is_day_of_report }) {
    if (!start && !end) return "undated";
    if (is_day_of_report) return `reported ${day(start)}`;
    if (start === end) return day(start);
    if (!start) return `by ${day(end)}`;
    if (!end) return lasts ? `since ${day(start)}` : day(start);
    return `${day(start)} – ${day(end)}`;
  }

  /** "4–6"; "4 or more" where the upper bound is open. */
  function range(/** @type {number?} */ low, /** @type {number?} */ high) {
    if (low == null) return high == null ? "" : `up to ${thousands.format(high)}`;
    if (high == null) return `${thousands.format(low)} or more`;
    return low === high ? thousands.format(low) : `${thousands.format(low)}–${thousands.format(high)}`;
  }

  /** What is in doubt about a fact, in words. */
  function doubts(/** @type {Fact} */ fact) {
    const fields = [...new Set(fact.conflicts.map((/** @type {any} */ c) => readable(c.field)))];
    return [
      fact.responsibility && fact.responsibility !== "claimed" && `responsibility ${fact.responsibility}`,
      fact.contested && readable(fact.contested),
      fact.where_prec >= 4 && "place not exact",
      fact.date_prec >= 3 && "date not exact",
      fields.length && `sources disagree: ${fields.join(", ")}`,
    ].filter(Boolean);
  }

  // ---- what each family shows: heading, then field, label and how it is written ------------------------------------

  const quoteOf = (/** @type {Fact} */ fact) => data.claims[fact.claim_id]?.quote ?? "withheld";
  const cell = {
    text: (/** @type {string} */ name) => (/** @type {Fact} */ fact) => (Array.isArray(fact[name]) ? fact[name].join(", ") : readable(fact[name])),
    raw: (/** @type {string} */ name) => (/** @type {Fact} */ fact) => String(fact[name] ?? ""),
    number: (/** @type {string} */ name) => (/** @type {Fact} */ fact) => (fact[name] == null ? "" : thousands.format(fact[name])),
    range: (/** @type {string} */ name) => (/** @type {Fact} */ fact) => range(fact[`${name}_low`], fact[`${name}_high`]),
  };
  /** @typedef {{label: string, write: (fact: Fact) => string, by: (fact: Fact) => string | number, css?: string}} Column */
  const column = (/** @type {string} */ label, /** @type {(fact: Fact) => string} */ write, /** @type {Partial<Column>} */ more = {}) =>
    /** @type {Column} */ ({ label, write, by: write, ...more });
  const text = (/** @type {string} */ label, /** @type {string} */ name) => column(label, cell.text(name));
  const words = (/** @type {string} */ label, /** @type {(fact: Fact) => string} */ write) => column(label, write, { css: "long" });
  const number = (/** @type {string} */ label, /** @type {string} */ name) =>
    column(label, cell.number(name), { by: (fact) => fact[name] ?? -1, css: "number" });
  const toll = (/** @type {string} */ label, /** @type {string} */ name) =>
    column(label, cell.range(name), { by: (fact) => fact[`${name}_low`] ?? -1, css: "number" });
  const when = column("When", days, { by: (fact) => fact.start ?? fact.end ?? "" });
  const doubt = column("In doubt", (fact) => doubts(fact).join("; "), { css: "doubts" });

  /** @type {Record<string, {title: string, columns: Column[]}>} */
  const FAMILIES = {
    incidents: {
      title: "Incidents",
      columns: [when, column("What", (f) => f.sub_event_type ?? f.type), column("Where", cell.raw("place")), column("By, or one side", (f) => `${f.actor1 ?? ""}${f.responsibility === "claimed" ? " (claims it)" : ""}`),
        column("Against, or other side", cell.raw("actor2")), toll("Killed", "killed"), toll("Injured", "injured"), doubt, number("Articles", "n_articles")],
    },
    talks: {
      title: "Talks",
      columns: [when, column("Parties", cell.raw("parties")), column("Venue", cell.raw("place")), column("Mediators", cell.raw("mediators")), text("Outcome", "type"), doubt, number("Articles", "n_articles")],
    },
    ceasefires: {
      title: "Ceasefires",
      columns: [when, column("Parties", cell.raw("parties")), column("Brokered by", cell.raw("brokered_by")), text("Status", "type"), words("Conditions", cell.raw("conditions")),
        words("Why it ended", cell.raw("end_reason")), number("Articles", "n_articles")],
    },
    deportations: {
      title: "Deportations and returns",
      columns: [when, text("Measure", "type"), column("How many", (f) => [range(f.count_low, f.count_high), f.unit === "families" ? "families" : ""].join(" ").trim(), { by: (f) => f.count_low ?? -1, css: "number" }),
        column("Kind", (f) => (f.is_cumulative ? "running total" : "in this window")), column("From → to", (f) => [f.place, f.crossing].filter(Boolean).join(", ")), column("Who counted", cell.raw("authority")), doubt, number("Articles", "n_articles")],
    },
    border_status: {
      title: "Border status",
      columns: [when, column("Crossing", cell.raw("crossing")), text("Status", "type"), text("For", "traffic_class"), column("By", cell.raw("by_actor")), words("Reason given", cell.raw("reason")), doubt, number("Articles", "n_articles")],
    },
    statements: {
      title: "Statements",
      columns: [when, column("Speaker", cell.raw("speaker")), column("Role", cell.raw("speaker_role")), text("Kind", "type"), column("Of whom", (f) => (f.about ?? []).join(", ")), words("Sentence", quoteOf)],
    },
  };

  /** One line that names a fact: in tooltips, lists and to screen readers. */
  function label(/** @type {Fact} */ fact) {
    const what = FAMILIES[fact.family].columns.filter((c) => c !== when && c !== doubt && c.label !== "Articles");
    const parts = what.map((c) => [c.label, c.write(fact)]).filter(([, value]) => value);
    const line = parts.map(([name, value]) => (/Killed|Injured/.test(name) ? `${name.toLowerCase()} ${value}` : value)).join(" · ");
    return [days(fact), line, doubts(fact).length ? `in doubt: ${doubts(fact).join("; ")}` : ""].filter(Boolean).join("\n");
  }
  for (const fact of data.facts) Object.assign(fact, { label: label(fact), ids: [fact.id], colour: data.event_types[fact.type]?.[0] ?? OTHER });

  // ---- small makers of elements ----------------------------------------------------------------------------------

  /** @param {string} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children */
  function el(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  /** A link where the address is http or https; else its text. */
  function link(/** @type {string} */ address, /** @type {string} */ words_) {
    const parsed = URL.canParse(address) ? new URL(address) : null;
    if (parsed && (parsed.protocol === "http:" || parsed.protocol === "https:"))
      return el("a", { href: parsed.href, rel: "noopener noreferrer", target: "_blank" }, words_);
    return el("bdi", {}, address ? `${words_} (${address})` : words_);
  }

  function facts_list(/** @type {string[]} */ terms, /** @type {string[]} */ values) {
    const list = el("dl");
    terms.forEach((term, n) => values[n] && list.append(el("dt", {}, term), el("dd", { dir: "auto" }, values[n])));
    return list;
  }

  // ---- the evidence panel ----------------------------------------------------------------------------------------

  const panel = $("evidence");
  /** @type {Element?} */
  let opener = null;

  function show(/** @type {string} */ title, /** @type {Node[]} */ body, /** @type {string} */ told) {
    const wasHidden = panel.hidden;
    if (wasHidden) opener = document.activeElement;
    $("evidence-title").textContent = title;
    $("evidence-body").replaceChildren(...body);
    panel.hidden = false;
    panel.scrollTop = 0;
    document.body.classList.add("telling");
    if (wasHidden) dispatchEvent(new Event("resize")); // charts take the width that is left
    $("told").textContent = told;
    $("evidence-title").focus();
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    document.body.classList.remove("telling");
    dispatchEvent(new Event("resize"));
    mark("");
    $("told").textContent = "Evidence closed";
    if (opener instanceof HTMLElement) opener.focus();
  }

  function mark(/** @type {string} */ id) {
    for (const row of document.querySelectorAll("tr[data-id]")) row.setAttribute("aria-selected", String(row.getAttribute("data-id") === id));
  }

  /** Shows what stands behind a mark or row: one fact, or a list to choose from. */
  function open(/** @type {string[]} */ ids, /** @type {string} */ title = "") {
    const found = ids.map((id) => byId.get(id)).filter((fact) => fact !== undefined);
    if (found.length === 1) return openFact(found[0]);
    const picks = found.map((fact) => {
      const pick = el("button", { type: "button", class: "pick", dir: "auto" }, fact.label.replaceAll("\n", " · "));
      pick.addEventListener("click", () => openFact(fact));
      return pick;
    });
    show(title.split("\n")[0] || counted(found.length, "fact"), picks, `${counted(found.length, "fact")} behind this mark`);
  }

  function openFact(/** @type {Fact} */ fact) {
    const { title, columns } = FAMILIES[fact.family];
    const body = [facts_list(columns.map((c) => c.label), columns.map((c) => c.write(fact)))];
    if (fact.conflicts.length) body.push(el("h3", {}, "What disagrees"), disagreement(fact.conflicts));
    for (const [role, heading] of [["supports", "What supports it"], ["contradicts", "What contradicts it"], ["context", "Context"]]) {
      const told = fact.evidence.filter((/** @type {string[]} */ e) => e[1] === role);
      if (told.length) body.push(el("h3", {}, `${heading} (${told.length})`), el("ul", {}, ...told.map((/** @type {string[]} */ e) => sentence(data.claims[e[0]], role))));
    }
    body.push(el("p", { class: "note" }, `${fact.id}${fact.confidence == null ? "" : ` · read with confidence ${fact.confidence.toFixed(2)}`}`));
    mark(fact.id);
    show(columns[1].write(fact) || title, body, `Evidence: ${counted(fact.evidence.length, "sentence")}, ${counted(new Set(fact.conflicts.map((/** @type {any} */ c) => c.field)).size, "field")} on which sources disagree`);
  }

  function disagreement(/** @type {any[]} */ conflicts) {
    const list = el("dl");
    conflicts.forEach(({ field, value, n_claims, is_chosen, rule }, n) => {
      if (field !== conflicts[n - 1]?.field) list.append(el("dt", {}, readable(field)));
      list.append(el("dd", { dir: "auto" }, `${readable(value)} · ${counted(n_claims, "claim")}${is_chosen ? ` · taken: ${readable(rule)}` : ""}`));
    });
    return list;
  }

  function sentence(/** @type {any} */ claim, /** @type {string} */ role) {
    const quote = claim.quote == null ? el("p", { class: "withheld" }, "The publisher’s words are withheld.") : el("blockquote", { dir: "auto" }, claim.quote);
    const who = [claim.speaker, claim.role_of && readable(claim.role_of)].filter(Boolean).join(", ");
    const where = el("p", {}, `${claim.outlet ?? "unknown outlet"}, ${claim.day ? day(claim.day) : "undated"}: `, link(claim.url ?? "", claim.title ?? "article"));
    return el("li", { class: role }, quote, el("p", { dir: "auto" }, `${who} · ${readable(claim.stance)} · ${readable(claim.voice)}`), where);
  }

  $("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());

  // ---- tables ----------------------------------------------------------------------------------------------------

  const PAGE = 50;
  /** @type {Record<string, {fill: (facts: Fact[]) => void}>} */
  const tables = {};

  function table(/** @type {string} */ family) {
    const { title, columns } = FAMILIES[family];
    const state = { facts: /** @type {Fact[]} */ ([]), by: columns[0], down: false, limit: PAGE, find: "" };
    const head = el("tr");
    const body = el("tbody");
    const find = /** @type {HTMLInputElement} */ (el("input", { type: "search", placeholder: "words in this table", "aria-label": `Search ${title}` }));
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
      const found = state.facts.filter((fact) => !wanted || columns.some((c) => c.write(fact).toLowerCase().includes(wanted)));
      const sign = state.down ? -1 : 1;
      found.sort((a, b) => {
        const [x, y] = [state.by.by(a), state.by.by(b)];
        return sign * (typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y)));
      });
      [...head.children].forEach((th, n) => th.setAttribute("aria-sort", columns[n] === state.by ? (state.down ? "descending" : "ascending") : "none"));
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
        open([made.dataset.id ?? ""]);
      }
    });
    body.addEventListener("keydown", (event) => {
      const made = /** @type {Element} */ (event.target).closest("tr");
      const next = event.key === "ArrowDown" ? made?.nextElementSibling : event.key === "ArrowUp" ? made?.previousElementSibling : null;
      if (event.key === "Enter" || event.key === " ") open([made?.dataset.id ?? ""]);
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
    tables[family] = { fill: (facts) => { state.facts = [...facts]; draw(); } };
    return el("div", { id: `panel-${family}`, class: "panel", role: "tabpanel", "data-family": family, "aria-labelledby": `tab-${family}` },
      el("h3", {}, title),
      el("div", { class: "tools" }, find, count, "Enter or a click on a row shows its evidence; arrows move."),
      el("div", { class: "scroll" }, el("table", { "aria-label": title }, el("thead", {}, head), body)),
      more);
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
      const tab = el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}` }, FAMILIES[name].title);
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
  function numbers(/** @type {string} */ name, /** @type {Row[]} */ rows, /** @type {Record<string, (row: Row) => string>} */ shown) {
    const place = /** @type {HTMLElement} */ (document.querySelector(`[data-numbers="${name}"]`));
    const heads = Object.keys(shown).map((head) => el("th", { scope: "col" }, head));
    const body = rows.map((row) => {
      const made = el("tr", { tabindex: "0" }, ...Object.values(shown).map((write) => el("td", { dir: "auto" }, write(row))));
      made.addEventListener("click", () => open(row.ids, row.label));
      made.addEventListener("keydown", (event) => event.key === "Enter" && open(row.ids, row.label));
      return made;
    });
    place.replaceChildren(el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...body))));
  }

  // ---- rows of the charts ----------------------------------------------------------------------------------------

  /** @type {Record<string, string>} */
  const HELD = { talks: "#009E73", ceasefires: "#0072B2", border_status: OTHER };
  const EMPTY = /^(open|announced_open|ended|proposed|scheduled|cancelled)$/;
  const DOUBTFUL = /^(strained|conditional|partially_open|reopened_temporarily|announced_closed|unknown)$/;

  /** The spans of a fact: one, or one for each state of a ceasefire. @returns {{status: string, from: string, to?: string, lasts: boolean}[]} */
  function spans(/** @type {Fact} */ f) {
    if (f.states?.length) return f.states.filter((/** @type {any} */ s) => s.from && s.status !== "unknown").map((/** @type {any} */ s) => ({ ...s, lasts: !s.to && f.lasts }));
    return f.start || f.end ? [{ status: f.type, from: f.start ?? f.end, to: f.end, lasts: Boolean(f.lasts) && !f.end }] : [];
  }

  /** @type {Record<string, (fact: Fact) => string>} */
  const LANES = {
    incidents: (f) => f.type,
    talks: () => "Talks",
    ceasefires: (f) => `Truce: ${f.parties.replace(/ \([^)]*\)/g, "").split(" – ").sort().join(" – ")}`,
    border_status: (f) => f.crossing ?? "crossings",
  };

  /** @param {Fact[]} facts @param {Chosen} chosen @returns {Row[]} */
  function moments(facts, chosen) {
    const last = data.span.last ?? "9999-12-31";
    const rows = facts.filter((f) => f.family in LANES).flatMap((f) => spans(f).map(({ status, from, to, lasts }) => {
      const until = to ?? (lasts && last > from ? last : from);
      const [colour, form_] = data.event_types[f.type] ?? [HELD[f.family] ?? OTHER, "circle"];
      const isBar = f.family !== "incidents";
      return {
        family: f.family, ids: f.ids, label: isBar ? `${f.label}\n${readable(status)} from ${day(from)}` : f.label, responsibility: f.responsibility, killed_low: f.killed_low,
        lane: LANES[f.family](f), colour, form: form_, shade: EMPTY.test(status) ? "transparent" : colour, is_doubtful: Boolean(f.contested) || DOUBTFUL.test(status),
        from: chosen.from && from < chosen.from ? chosen.from : from, to: shifted(chosen.to && until > chosen.to ? chosen.to : until, isBar && until === from ? 1 : 0), lasts,
        slot: ((f.nth_then % 5) - 2) * 4,
      };
    })).filter((row) => (!chosen.to || row.from <= chosen.to) && (!chosen.from || row.to >= chosen.from));
    const lanes = Object.keys(LANES);
    return rows.sort((a, b) => lanes.indexOf(a.family) - lanes.indexOf(b.family));
  }

  /** @param {Fact[]} facts @returns {Row[]} */
  function weeks(facts) {
    /** @type {Map<string, Row>} */
    const found = new Map();
    for (const f of facts) {
      if (f.family !== "incidents" || !f.week) continue;
      const week = found.get(f.week) ?? { label: "", ids: [], low: 0, high: 0, is_open: false, n_without: 0, from: f.week, middle: shifted(f.week, 3), to: shifted(f.week, 6) };
      week.ids.push(f.id);
      week.low += f.killed_low ?? 0;
      week.high += f.killed_high ?? f.killed_low ?? 0;
      week.is_open ||= f.killed_low != null && f.killed_high == null;
      week.n_without += f.killed_low == null ? 1 : 0;
      found.set(f.week, week);
    }
    for (const week of found.values())
      week.label = `Week of ${day(week.from)}\nkilled ${bounds(week)} in ${counted(week.ids.length, "incident")}; no toll of ${week.n_without}`;
    return [...found.values()].sort((a, b) => a.from.localeCompare(b.from));
  }
  const bounds = (/** @type {Row} */ week) => (week.is_open ? `${range(week.low, week.high)} or more` : range(week.low, week.high));

  /** @param {Set<string>} ids of the facts shown @returns {Row[]} */
  function returns(ids) {
    return data.returns.filter((row) => row.ids.some((id) => ids.has(id))).map((row) => ({
      ...row, day: row.week, count: row.count_best ?? row.count_low,
      label: `Week of ${day(row.week)}\n${readable(row.type)}: ${range(row.count_low, row.count_high)} ${row.unit ?? ""}\n${row.crossing}`,
    }));
  }

  /** @param {Fact[]} facts @returns {Row[]} */
  function totals(facts) {
    return facts.filter((f) => f.family === "deportations" && f.is_cumulative && f.end)
      .map((f) => ({ ...f, label: f.label, ids: f.ids, day: f.end, count: f.count_best ?? f.count_low })).sort((a, b) => a.day.localeCompare(b.day));
  }

  const ACTS = { accusation: "accuses", blame: "accuses", condemnation: "accuses", denial: "denies" };
  const AT_MOST = 10;

  /** Statements by who speaks, of whom, and what it does; the rarest go together. @param {Fact[]} facts @returns {Row[]} */
  function accusations(facts) {
    const told = facts.filter((f) => f.family === "statements" && f.type in ACTS)
      .flatMap((f) => (f.about?.length ? f.about : ["nobody named"]).map((/** @type {string} */ about) => ({ id: f.id, speaker: f.side ?? "unknown", about, act: ACTS[/** @type {keyof ACTS} */ (f.type)] })));
    const common = (/** @type {"speaker" | "about"} */ key) => {
      /** @type {Record<string, number>} */
      const n = {};
      for (const t of told) n[t[key]] = (n[t[key]] ?? 0) + 1;
      return Object.keys(n).sort((a, b) => n[b] - n[a] || a.localeCompare(b)).slice(0, AT_MOST);
    };
    const [speakers, abouts] = [common("speaker"), common("about")];
    const order = (/** @type {string[]} */ names, /** @type {string} */ name) => (names.includes(name) ? names.indexOf(name) : names.length);
    /** @type {Map<string, Row>} */
    const cells = new Map();
    for (const t of told) {
      const speaker = speakers.includes(t.speaker) ? t.speaker : "others";
      const about = abouts.includes(t.about) ? t.about : "others ";
      const key = JSON.stringify([speaker, about, t.act]);
      const found = cells.get(key) ?? { label: "", ids: [], speaker, about, act: t.act, n: 0, speaker_order: order(speakers, speaker), about_order: order(abouts, about) };
      found.ids.push(t.id);
      found.n = found.ids.length;
      found.label = `${speaker} ${t.act} ${about}: ${counted(found.n, "statement")}`;
      cells.set(key, found);
    }
    return [...cells.values()].sort((a, b) => a.speaker_order - b.speaker_order || a.about_order - b.about_order);
  }

  // ---- charts ----------------------------------------------------------------------------------------------------

  const DATASETS = { map: "incidents", timeline: "moments", tolls: "weeks", returns: "returns", totals: "totals", accusations: "accusations" };
  /** @type {Record<string, any>} */
  const views = {};
  /** @type {Record<string, Row[]>} */
  let drawn = {};

  const tip = el("div", { id: "tip", hidden: "", "aria-hidden": "true" });
  document.body.append(tip);
  function tooltip(/** @type {any} */ _, /** @type {any} */ event, /** @type {any} */ __, /** @type {any} */ value) {
    tip.hidden = !value;
    if (!value) return;
    tip.textContent = String(value);
    tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8)}px`;
  }

  /** What the map shows for these incidents: all of them and some country around. */
  function framed(/** @type {Row[]} */ rows) {
    const side = (/** @type {"longitude" | "latitude"} */ axis) => {
      const values = rows.map((row) => row[axis]);
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const margin = Math.max(1.5, (8 - (high - low)) / 2);
      return [low - margin, high + margin];
    };
    const [[west, east], [south, north]] = [side("longitude"), side("latitude")];
    const frame = { type: "Feature", geometry: { type: "MultiPoint", coordinates: [[west, south], [east, north]] } };
    return { frame, span: Math.max(east - west, north - south) };
  }

  async function draw(/** @type {string} */ name) {
    const rows = drawn[name];
    const place = $(name);
    if (!rows.length && name !== "map") {
      views[name]?.finalize();
      delete views[name];
      place.replaceChildren(el("p", { class: "none" }, "Nothing to draw: no such fact is among those shown."));
      return;
    }
    if (name === "map" && views.map && rows.length) {
      const { frame, span } = framed(rows);
      views.map.signal("frame", frame).signal("frame_span", span);
    }
    const { lanes, height: step } = data.charts[name].usermeta;
    const height = step * (lanes ? new Set(rows.map((row) => row[lanes])).size : 1);
    if (views[name]) return void (await views[name].height(height).data(DATASETS[/** @type {keyof DATASETS} */ (name)], rows).runAsync());
    const given = data.charts[name];
    const [columns, labelLimit] = place.clientWidth < 500 ? [1, 90] : [3, 240];
    const config = { ...given.config, legend: { ...given.config.legend, columns }, axisY: { labelLimit } };
    const spec = { ...given, height, config, datasets: { [DATASETS[/** @type {keyof DATASETS} */ (name)]]: rows } };
    // The expressions of the charts are interpreted, not compiled: the page's policy allows no code made from text.
    // @ts-ignore: the library stands in a script of its own
    const { view } = await window.vegaEmbed(place, spec, { ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip, hover: false, logLevel: 1 });
    view.addEventListener("click", (/** @type {any} */ _, /** @type {any} */ item) => item?.datum?.ids && open([...item.datum.ids], item.datum.label));
    views[name] = view;
  }

  // ---- filters ---------------------------------------------------------------------------------------------------

  /** @typedef {{from: string, to: string, country: string, actor: string, type: string}} Chosen */
  const form = /** @type {HTMLFormElement} */ ($("filters"));
  const chosenNow = () => /** @type {Chosen} */ (Object.fromEntries(new FormData(form)));

  function inDates(/** @type {Fact} */ f, /** @type {Chosen} */ { from, to }) {
    const first = f.start ?? f.end;
    if (!first) return true;
    const last = f.end ?? (f.lasts ? "9999-12-31" : first);
    return (!from || last >= from) && (!to || first <= to);
  }

  function passes(/** @type {Fact} */ f, /** @type {Chosen} */ { country, actor, type }) {
    const [family, kind] = type.split("|");
    return (!country || f.countries.includes(country)) && (!type || (f.family === family && (!kind || f.type === kind)))
      && (!actor || f.actors.some((/** @type {string} */ name) => name.toLowerCase().includes(actor.trim().toLowerCase())));
  }

  let drawing = Promise.resolve();

  /** Shows what the filters leave: tables at once, charts in their turn, so that two changes never draw one chart together. */
  function update() {
    const chosen = chosenNow();
    const matching = data.facts.filter((f) => passes(f, chosen));
    const facts = matching.filter((f) => inDates(f, chosen));
    const of = (/** @type {string} */ family) => facts.filter((f) => f.family === family);
    const located = of("incidents").filter((f) => f.latitude != null);
    const [west, south, east, north] = data.box;
    const onMap = located.filter((f) => f.longitude >= west && f.longitude <= east && f.latitude >= south && f.latitude <= north);
    const undated = facts.filter((f) => !f.start && !f.end).length;
    drawn = { map: onMap, timeline: moments(facts, chosen), tolls: weeks(facts), accusations: accusations(facts), returns: returns(new Set(facts.map((f) => f.id))), totals: totals(facts) };

    $("shown").textContent = [`${counted(facts.length, "fact")} of ${thousands.format(data.facts.length)} shown`,
      matching.length > facts.length && `${thousands.format(matching.length - facts.length)} lie outside the dates`, undated && `${thousands.format(undated)} are undated and pass any dates`].filter(Boolean).join("; ");
    figures(facts, of);
    const [off, nowhere] = [located.length - onMap.length, of("incidents").length - located.length];
    $("off-map").textContent = [off && `${counted(off, "incident lies", "incidents lie")} outside this map`, nowhere && `${counted(nowhere, "incident has", "incidents have")} no known place`].filter(Boolean).join("; ");
    for (const family of Object.keys(FAMILIES)) {
      tables[family].fill(of(family));
      $(`tab-${family}`).textContent = `${FAMILIES[family].title} (${thousands.format(of(family).length)})`;
    }
    numbers("tolls", drawn.tolls, { "Week of": (r) => day(r.from), Killed: bounds, Incidents: (r) => String(r.ids.length), "Without a toll": (r) => String(r.n_without) });
    numbers("accusations", drawn.accusations, { "Who speaks": (r) => r.speaker, Does: (r) => r.act, "Of whom": (r) => r.about, Statements: (r) => String(r.n) });
    numbers("returns", drawn.returns, { "Week of": (r) => day(r.week), Measure: (r) => readable(r.type), Crossing: (r) => r.crossing, Count: (r) => range(r.count_low, r.count_high) });
    numbers("totals", drawn.totals, { "Up to": (r) => day(r.end), Measure: (r) => readable(r.type), Since: (r) => (r.start ? day(r.start) : ""), Count: (r) => range(r.count_low, r.count_high), "Who counted": (r) => r.authority ?? "" });
    drawing = drawing.then(async () => {
      for (const name of Object.keys(DATASETS)) await draw(name);
    });
    return drawing;
  }

  function figures(/** @type {Fact[]} */ facts, /** @type {(family: string) => Fact[]} */ of) {
    /** @type {[string, string][]} */
    const shown = [["incidents", thousands.format(of("incidents").length)], ["facts on which sources disagree", thousands.format(facts.filter((f) => f.conflicts.length).length)], ["rounds of talks", thousands.format(of("talks").length)],
      ["ceasefires", thousands.format(of("ceasefires").length)], ["statements", thousands.format(of("statements").length)], ["articles read", thousands.format(data.span.n_articles)]];
    $("figures").replaceChildren(...shown.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
  }

  function option(/** @type {string} */ value, /** @type {string} */ words_) {
    return el("option", { value }, words_);
  }

  function layFilters() {
    const fields = /** @type {Record<string, HTMLInputElement>} */ (/** @type {unknown} */ (form.elements));
    const { first, last, most_from } = data.span;
    // What articles recall from long ago would squeeze what they report: the page opens sixty days before most of them.
    const opening = most_from && shifted(most_from, -60);
    if (opening && data.facts.some((f) => (f.end ?? f.start ?? opening) < opening)) fields.from.defaultValue = opening;
    const named = new Set(data.facts.flatMap((f) => f.countries));
    fields.country.append(...[...named].map((iso3) => [iso3, data.countries[iso3] ?? iso3]).sort((a, b) => a[1].localeCompare(b[1])).map(([iso3, name]) => option(iso3, name)));
    $("actors").append(...[...new Set(data.facts.flatMap((f) => f.actors))].sort((a, b) => a.localeCompare(b)).map((name) => option(name, name)));
    for (const [family, { title }] of Object.entries(FAMILIES)) {
      const kinds = [...new Set(data.facts.filter((f) => f.family === family).map((f) => f.type))].sort();
      fields.type.append(el("optgroup", { label: title }, option(`${family}|`, `all ${title.toLowerCase()}`), ...kinds.map((kind) => option(`${family}|${kind}`, readable(kind)))));
    }
    $("span").textContent = `${counted(data.span.n_articles, "article")}${first ? `, published ${first === last ? day(first) : `${day(first)} to ${day(last)}`}` : ""}. Every fact leads to the sentences behind it: click or press Enter on any mark or row.`;
    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(update));
    $("print").addEventListener("click", () => print());
  }

  layTables();
  layFilters();
  update().then(() => {
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
  });
})();
