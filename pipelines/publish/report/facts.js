// @ts-check
// What the page knows of its facts: the data, how values are written, what each family shows.
// What belongs here: words.  Not here: elements of the page (evidence.js, tables.js), what charts draw (rows.js).

/** @typedef {Record<string, any>} Fact */
/** @typedef {Fact} Row what a chart draws; its ids are those of the facts behind it */

const OTHER = "#767676";
const store = /** @type {HTMLElement} */ (document.getElementById("data"));
/** @type {{facts: Fact[], claims: Record<string, any>, returns: Row[], countries: Record<string, string>,
 *   span: Record<string, any>, box: number[], charts: Record<string, any>, event_types: Record<string, string[]>}} */
const data = JSON.parse(store.textContent || "{}");
const byId = new Map(data.facts.map((fact) => [fact.id, fact]));
const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

const readable = (/** @type {any} */ value) => String(value ?? "").replaceAll("_", " ");
const thousands = new Intl.NumberFormat("en");
const dayFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const day = (/** @type {string} */ iso) => dayFormat.format(new Date(`${iso}T00:00:00Z`));
const shifted = (/** @type {string} */ iso, /** @type {number} */ days) =>
  new Date(Date.parse(`${iso}T00:00:00Z`) + days * 86400000).toISOString().slice(0, 10);
const counted = (/** @type {number} */ n, /** @type {string} */ one, many = `${one}s`) =>
  `${thousands.format(n)} ${n === 1 ? one : many}`;

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

const quoteOf = (/** @type {Fact} */ fact) => data.claims[fact.claim_id]?.quote ?? "withheld";
const cell = {
  text: (/** @type {string} */ name) => (/** @type {Fact} */ fact) =>
    Array.isArray(fact[name]) ? fact[name].join(", ") : readable(fact[name]),
  raw: (/** @type {string} */ name) => (/** @type {Fact} */ fact) => String(fact[name] ?? ""),
  number: (/** @type {string} */ name) => (/** @type {Fact} */ fact) =>
    fact[name] == null ? "" : thousands.format(fact[name]),
  range: (/** @type {string} */ name) => (/** @type {Fact} */ fact) => range(fact[`${name}_low`], fact[`${name}_high`]),
};
/** @typedef {{label: string, write: (fact: Fact) => string, by: (fact: Fact) => string | number, css?: string}} Column */
const column = (
  /** @type {string} */ label,
  /** @type {(fact: Fact) => string} */ write,
  /** @type {Partial<Column>} */ more = {},
) => /** @type {Column} */ ({ label, write, by: write, ...more });
const text = (/** @type {string} */ label, /** @type {string} */ name) => column(label, cell.text(name));
const words = (/** @type {string} */ label, /** @type {(fact: Fact) => string} */ write) =>
  column(label, write, { css: "long" });
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
    columns: [
      when,
      column("What", (f) => f.sub_event_type ?? f.type),
      column("Where", cell.raw("place")),
      column("By, or one side", (f) => `${f.actor1 ?? ""}${f.responsibility === "claimed" ? " (claims it)" : ""}`),
      column("Against, or other side", cell.raw("actor2")),
      toll("Killed", "killed"),
      toll("Injured", "injured"),
      doubt,
      number("Articles", "n_articles"),
    ],
  },
  talks: {
    title: "Talks",
    columns: [
      when,
      column("Parties", cell.raw("parties")),
      column("Venue", cell.raw("place")),
      column("Mediators", cell.raw("mediators")),
      text("Outcome", "type"),
      doubt,
      number("Articles", "n_articles"),
    ],
  },
  ceasefires: {
    title: "Ceasefires",
    columns: [
      when,
      column("Parties", cell.raw("parties")),
      column("Brokered by", cell.raw("brokered_by")),
      text("Status", "type"),
      words("Conditions", cell.raw("conditions")),
      words("Why it ended", cell.raw("end_reason")),
      number("Articles", "n_articles"),
    ],
  },
  deportations: {
    title: "Deportations and returns",
    columns: [
      when,
      text("Measure", "type"),
      column(
        "How many",
        (f) => [range(f.count_low, f.count_high), f.unit === "families" ? "families" : ""].join(" ").trim(),
        { by: (f) => f.count_low ?? -1, css: "number" },
      ),
      column("Kind", (f) => (f.is_cumulative ? "running total" : "in this window")),
      column("From → to", (f) => [f.place, f.crossing].filter(Boolean).join(", ")),
      column("Who counted", cell.raw("authority")),
      doubt,
      number("Articles", "n_articles"),
    ],
  },
  border_status: {
    title: "Border status",
    columns: [
      when,
      column("Crossing", cell.raw("crossing")),
      text("Status", "type"),
      text("For", "traffic_class"),
      column("By", cell.raw("by_actor")),
      words("Reason given", cell.raw("reason")),
      doubt,
      number("Articles", "n_articles"),
    ],
  },
  statements: {
    title: "Statements",
    columns: [
      when,
      column("Speaker", cell.raw("speaker")),
      column("Role", cell.raw("speaker_role")),
      text("Kind", "type"),
      column("Of whom", (f) => (f.about ?? []).join(", ")),
      words("Sentence", quoteOf),
    ],
  },
};

/** One line that names a fact: in tooltips, lists and to screen readers. */
function label(/** @type {Fact} */ fact) {
  const what = FAMILIES[fact.family].columns.filter((c) => c !== when && c !== doubt && c.label !== "Articles");
  const parts = what.map((c) => [c.label, c.write(fact)]).filter(([, value]) => value);
  const line = parts
    .map(([name, value]) => (/Killed|Injured/.test(name) ? `${name.toLowerCase()} ${value}` : value))
    .join(" · ");
  return [days(fact), line, doubts(fact).length ? `in doubt: ${doubts(fact).join("; ")}` : ""]
    .filter(Boolean)
    .join("\n");
}
for (const fact of data.facts)
  Object.assign(fact, { label: label(fact), ids: [fact.id], colour: data.event_types[fact.type]?.[0] ?? OTHER });
