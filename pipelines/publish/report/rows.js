// @ts-check
// The rows that charts draw, from the facts that the filters leave: pure functions.
// What belongs here: which row says what.  Not here: marks and colours of charts (charts.py).

/** @type {Record<string, string>} */
const HELD = { talks: "#009E73", ceasefires: "#0072B2", border_status: OTHER };
const EMPTY = /^(open|announced_open|ended|proposed|scheduled|cancelled)$/;
const DOUBTFUL = /^(strained|conditional|partially_open|reopened_temporarily|announced_closed|unknown)$/;

/** The spans of a fact: one, or one for each state of a ceasefire. @returns {{status: string, from: string, to?: string, lasts: boolean}[]} */
function spans(/** @type {Fact} */ f) {
  if (f.states?.length)
    return f.states
      .filter((/** @type {any} */ s) => s.from && s.status !== "unknown")
      .map((/** @type {any} */ s) => ({ ...s, lasts: !s.to && f.lasts }));
  return f.start || f.end
    ? [{ status: f.type, from: f.start ?? f.end, to: f.end, lasts: Boolean(f.lasts) && !f.end }]
    : [];
}

/** @type {Record<string, (fact: Fact) => string>} */
const LANES = {
  incidents: (f) => f.type,
  talks: () => "Talks",
  ceasefires: (f) =>
    `Truce: ${f.parties
      .replace(/ \([^)]*\)/g, "")
      .split(" – ")
      .sort()
      .join(" – ")}`,
  border_status: (f) => f.crossing ?? "crossings",
};

/** @param {Fact[]} facts @param {Chosen} chosen @returns {Row[]} */
function moments(facts, chosen) {
  const last = data.span.last ?? "9999-12-31";
  const rows = facts
    .filter((f) => f.family in LANES)
    .flatMap((f) =>
      spans(f).map(({ status, from, to, lasts }) => {
        const until = to ?? (lasts && last > from ? last : from);
        const [colour, form_] = data.event_types[f.type] ?? [HELD[f.family] ?? OTHER, "circle"];
        const isBar = f.family !== "incidents";
        return {
          family: f.family,
          ids: f.ids,
          label: isBar ? `${f.label}\n${readable(status)} from ${day(from)}` : f.label,
          responsibility: f.responsibility,
          killed_low: f.killed_low,
          lane: LANES[f.family](f),
          colour,
          form: form_,
          shade: EMPTY.test(status) ? "transparent" : colour,
          is_doubtful: Boolean(f.contested) || DOUBTFUL.test(status),
          from: chosen.from && from < chosen.from ? chosen.from : from,
          to: shifted(chosen.to && until > chosen.to ? chosen.to : until, isBar && until === from ? 1 : 0),
          lasts,
          slot: ((f.nth_then % 5) - 2) * 4,
        };
      }),
    )
    .filter((row) => (!chosen.to || row.from <= chosen.to) && (!chosen.from || row.to >= chosen.from));
  const lanes = Object.keys(LANES);
  return rows.sort((a, b) => lanes.indexOf(a.family) - lanes.indexOf(b.family));
}

/** @param {Fact[]} facts @returns {Row[]} */
function weeks(facts) {
  /** @type {Map<string, Row>} */
  const found = new Map();
  for (const f of facts) {
    if (f.family !== "incidents" || !f.week) continue;
    const week = found.get(f.week) ?? {
      label: "",
      ids: [],
      low: 0,
      high: 0,
      is_open: false,
      n_without: 0,
      from: f.week,
      middle: shifted(f.week, 3),
      to: shifted(f.week, 6),
    };
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
const bounds = (/** @type {Row} */ week) =>
  week.is_open ? `${range(week.low, week.high)} or more` : range(week.low, week.high);

/** @param {Set<string>} ids of the facts shown @returns {Row[]} */
function returns(ids) {
  return data.returns
    .filter((row) => row.ids.some((/** @type {string} */ id) => ids.has(id)))
    .map((row) => ({
      ...row,
      day: row.week,
      count: row.count_best ?? row.count_low,
      label: `Week of ${day(row.week)}\n${readable(row.type)}: ${range(row.count_low, row.count_high)} ${row.unit ?? ""}\n${row.crossing}`,
    }));
}

/** @param {Fact[]} facts @returns {Row[]} */
function totals(facts) {
  return facts
    .filter((f) => f.family === "deportations" && f.is_cumulative && f.end)
    .map((f) => ({ ...f, label: f.label, ids: f.ids, day: f.end, count: f.count_best ?? f.count_low }))
    .sort((a, b) => a.day.localeCompare(b.day));
}

const ACTS = { accusation: "accuses", blame: "accuses", condemnation: "accuses", denial: "denies" };
const AT_MOST = 10;

/** Statements by who speaks, of whom, and what it does; the rarest go together. @param {Fact[]} facts @returns {Row[]} */
function accusations(facts) {
  const told = facts
    .filter((f) => f.family === "statements" && f.type in ACTS)
    .flatMap((f) =>
      (f.about?.length ? f.about : ["nobody named"]).map((/** @type {string} */ about) => ({
        id: f.id,
        speaker: f.side ?? "unknown",
        about,
        act: ACTS[/** @type {keyof ACTS} */ (f.type)],
      })),
    );
  const common = (/** @type {"speaker" | "about"} */ key) => {
    /** @type {Record<string, number>} */
    const n = {};
    for (const t of told) n[t[key]] = (n[t[key]] ?? 0) + 1;
    return Object.keys(n)
      .sort((a, b) => n[b] - n[a] || a.localeCompare(b))
      .slice(0, AT_MOST);
  };
  const [speakers, abouts] = [common("speaker"), common("about")];
  const order = (/** @type {string[]} */ names, /** @type {string} */ name) =>
    names.includes(name) ? names.indexOf(name) : names.length;
  /** @type {Map<string, Row>} */
  const cells = new Map();
  for (const t of told) {
    const speaker = speakers.includes(t.speaker) ? t.speaker : "others";
    const about = abouts.includes(t.about) ? t.about : "others ";
    const key = JSON.stringify([speaker, about, t.act]);
    const found = cells.get(key) ?? {
      label: "",
      ids: [],
      speaker,
      about,
      act: t.act,
      n: 0,
      speaker_order: order(speakers, speaker),
      about_order: order(abouts, about),
    };
    found.ids.push(t.id);
    found.n = found.ids.length;
    found.label = `${speaker} ${t.act} ${about}: ${counted(found.n, "statement")}`;
    cells.set(key, found);
  }
  return [...cells.values()].sort((a, b) => a.speaker_order - b.speaker_order || a.about_order - b.about_order);
}
