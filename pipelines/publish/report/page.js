// @ts-check
// The page at work: charts, filters, and what a change of them does.

const DATASETS = {
  map: "incidents",
  timeline: "moments",
  tolls: "weeks",
  returns: "returns",
  totals: "totals",
  accusations: "accusations",
};
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
  const frame = {
    type: "Feature",
    geometry: {
      type: "MultiPoint",
      coordinates: [
        [west, south],
        [east, north],
      ],
    },
  };
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
  if (views[name])
    return void (await views[name]
      .height(height)
      .data(DATASETS[/** @type {keyof DATASETS} */ (name)], rows)
      .runAsync());
  const given = data.charts[name];
  const [columns, labelLimit] = place.clientWidth < 500 ? [1, 90] : [3, 240];
  const config = { ...given.config, legend: { ...given.config.legend, columns }, axisY: { labelLimit } };
  const spec = { ...given, height, config, datasets: { [DATASETS[/** @type {keyof DATASETS} */ (name)]]: rows } };
  // The expressions of the charts are interpreted, not compiled: the page's policy allows no code made from text.
  // @ts-ignore: the library stands in a script of its own
  const { view } = await window.vegaEmbed(place, spec, {
    ast: true,
    actions: false,
    defaultStyle: false,
    renderer: "svg",
    tooltip,
    hover: false,
    logLevel: 1,
  });
  view.addEventListener(
    "click",
    (/** @type {any} */ _, /** @type {any} */ item) =>
      item?.datum?.ids && openFacts([...item.datum.ids], item.datum.label),
  );
  views[name] = view;
}

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
  return (
    (!country || f.countries.includes(country)) &&
    (!type || (f.family === family && (!kind || f.type === kind))) &&
    (!actor || f.actors.some((/** @type {string} */ name) => name.toLowerCase().includes(actor.trim().toLowerCase())))
  );
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
  const onMap = located.filter(
    (f) => f.longitude >= west && f.longitude <= east && f.latitude >= south && f.latitude <= north,
  );
  const undated = facts.filter((f) => !f.start && !f.end).length;
  drawn = {
    map: onMap,
    timeline: moments(facts, chosen),
    tolls: weeks(facts),
    accusations: accusations(facts),
    returns: returns(new Set(facts.map((f) => f.id))),
    totals: totals(facts),
  };

  $("shown").textContent = [
    `${counted(facts.length, "fact")} of ${thousands.format(data.facts.length)} shown`,
    matching.length > facts.length && `${thousands.format(matching.length - facts.length)} lie outside the dates`,
    undated && `${thousands.format(undated)} are undated and pass any dates`,
  ]
    .filter(Boolean)
    .join("; ");
  figures(facts, of);
  const [off, nowhere] = [located.length - onMap.length, of("incidents").length - located.length];
  $("off-map").textContent = [
    off && `${counted(off, "incident lies", "incidents lie")} outside this map`,
    nowhere && `${counted(nowhere, "incident has", "incidents have")} no known place`,
  ]
    .filter(Boolean)
    .join("; ");
  for (const family of Object.keys(FAMILIES)) {
    tables[family].fill(of(family));
    $(`tab-${family}`).textContent = `${FAMILIES[family].title} (${thousands.format(of(family).length)})`;
  }
  numbers("tolls", drawn.tolls, {
    "Week of": (r) => day(r.from),
    Killed: bounds,
    Incidents: (r) => String(r.ids.length),
    "Without a toll": (r) => String(r.n_without),
  });
  numbers("accusations", drawn.accusations, {
    "Who speaks": (r) => r.speaker,
    Does: (r) => r.act,
    "Of whom": (r) => r.about,
    Statements: (r) => String(r.n),
  });
  numbers("returns", drawn.returns, {
    "Week of": (r) => day(r.week),
    Measure: (r) => readable(r.type),
    Crossing: (r) => r.crossing,
    Count: (r) => range(r.count_low, r.count_high),
  });
  numbers("totals", drawn.totals, {
    "Up to": (r) => day(r.end),
    Measure: (r) => readable(r.type),
    Since: (r) => (r.start ? day(r.start) : ""),
    Count: (r) => range(r.count_low, r.count_high),
    "Who counted": (r) => r.authority ?? "",
  });
  drawing = drawing.then(async () => {
    for (const name of Object.keys(DATASETS)) await draw(name);
  });
  return drawing;
}

function figures(/** @type {Fact[]} */ facts, /** @type {(family: string) => Fact[]} */ of) {
  /** @type {[string, string][]} */
  const shown = [
    ["incidents", thousands.format(of("incidents").length)],
    ["facts on which sources disagree", thousands.format(facts.filter((f) => f.conflicts.length).length)],
    ["rounds of talks", thousands.format(of("talks").length)],
    ["ceasefires", thousands.format(of("ceasefires").length)],
    ["statements", thousands.format(of("statements").length)],
    ["articles read", thousands.format(data.span.n_articles)],
  ];
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
  fields.country.append(
    ...[...named]
      .map((iso3) => [iso3, data.countries[iso3] ?? iso3])
      .sort((a, b) => a[1].localeCompare(b[1]))
      .map(([iso3, name]) => option(iso3, name)),
  );
  $("actors").append(
    ...[...new Set(data.facts.flatMap((f) => f.actors))]
      .sort((a, b) => a.localeCompare(b))
      .map((name) => option(name, name)),
  );
  for (const [family, { title }] of Object.entries(FAMILIES)) {
    const kinds = [...new Set(data.facts.filter((f) => f.family === family).map((f) => f.type))].sort();
    fields.type.append(
      el(
        "optgroup",
        { label: title },
        option(`${family}|`, `all ${title.toLowerCase()}`),
        ...kinds.map((kind) => option(`${family}|${kind}`, readable(kind))),
      ),
    );
  }
  $("span").textContent =
    `${counted(data.span.n_articles, "article")}${first ? `, published ${first === last ? day(first) : `${day(first)} to ${day(last)}`}` : ""}. Every fact leads to the sentences behind it: click or press Enter on any mark or row.`;
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
