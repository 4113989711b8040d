// @ts-check
// The panel that shows what stands behind a fact, and the small makers of elements that all parts use.
// Text is set by textContent alone, and only http and https addresses become links: what articles say is data.

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

function factsList(/** @type {string[]} */ terms, /** @type {string[]} */ values) {
  const list = el("dl");
  terms.forEach((term, n) => values[n] && list.append(el("dt", {}, term), el("dd", { dir: "auto" }, values[n])));
  return list;
}

const panel = $("evidence");
/** @type {Element?} */
let openedFrom = null;

function showEvidence(/** @type {string} */ title, /** @type {Node[]} */ body, /** @type {string} */ told) {
  const wasHidden = panel.hidden;
  if (wasHidden) openedFrom = document.activeElement;
  $("evidence-title").textContent = title;
  $("evidence-body").replaceChildren(...body);
  panel.hidden = false;
  panel.scrollTop = 0;
  document.body.classList.add("telling");
  if (wasHidden) dispatchEvent(new Event("resize")); // charts take the width that is left
  $("told").textContent = told;
  $("evidence-title").focus();
}

function closeEvidence() {
  if (panel.hidden) return;
  panel.hidden = true;
  document.body.classList.remove("telling");
  dispatchEvent(new Event("resize"));
  mark("");
  $("told").textContent = "Evidence closed";
  if (openedFrom instanceof HTMLElement) openedFrom.focus();
}

function mark(/** @type {string} */ id) {
  for (const row of document.querySelectorAll("tr[data-id]"))
    row.setAttribute("aria-selected", String(row.getAttribute("data-id") === id));
}

/** Shows what stands behind a mark or row: one fact, or a list to choose from. */
function openFacts(/** @type {string[]} */ ids, /** @type {string} */ title = "") {
  const found = ids.map((id) => byId.get(id)).filter((fact) => fact !== undefined);
  if (found.length === 1) return openFact(found[0]);
  const picks = found.map((fact) => {
    const pick = el("button", { type: "button", class: "pick", dir: "auto" }, fact.label.replaceAll("\n", " · "));
    pick.addEventListener("click", () => openFact(fact));
    return pick;
  });
  showEvidence(
    title.split("\n")[0] || counted(found.length, "fact"),
    picks,
    `${counted(found.length, "fact")} behind this mark`,
  );
}

function openFact(/** @type {Fact} */ fact) {
  const { title, columns } = FAMILIES[fact.family];
  const body = [
    factsList(
      columns.map((c) => c.label),
      columns.map((c) => c.write(fact)),
    ),
  ];
  if (fact.conflicts.length) body.push(el("h3", {}, "What disagrees"), disagreement(fact.conflicts));
  for (const [role, heading] of [
    ["supports", "What supports it"],
    ["contradicts", "What contradicts it"],
    ["context", "Context"],
  ]) {
    const told = fact.evidence.filter((/** @type {string[]} */ e) => e[1] === role);
    if (told.length)
      body.push(
        el("h3", {}, `${heading} (${told.length})`),
        el("ul", {}, ...told.map((/** @type {string[]} */ e) => sentence(data.claims[e[0]], role))),
      );
  }
  body.push(
    el(
      "p",
      { class: "note" },
      `${fact.id}${fact.confidence == null ? "" : ` · read with confidence ${fact.confidence.toFixed(2)}`}`,
    ),
  );
  mark(fact.id);
  showEvidence(
    columns[1].write(fact) || title,
    body,
    `Evidence: ${counted(fact.evidence.length, "sentence")}, ${counted(new Set(fact.conflicts.map((/** @type {any} */ c) => c.field)).size, "field")} on which sources disagree`,
  );
}

function disagreement(/** @type {any[]} */ conflicts) {
  const list = el("dl");
  conflicts.forEach(({ field, value, n_claims, is_chosen, rule }, n) => {
    if (field !== conflicts[n - 1]?.field) list.append(el("dt", {}, readable(field)));
    list.append(
      el(
        "dd",
        { dir: "auto" },
        `${readable(value)} · ${counted(n_claims, "claim")}${is_chosen ? ` · taken: ${readable(rule)}` : ""}`,
      ),
    );
  });
  return list;
}

function sentence(/** @type {any} */ claim, /** @type {string} */ role) {
  const quote =
    claim.quote == null
      ? el("p", { class: "withheld" }, "The publisher’s words are withheld.")
      : el("blockquote", { dir: "auto" }, claim.quote);
  const who = [claim.speaker, claim.role_of && readable(claim.role_of)].filter(Boolean).join(", ");
  const where = el(
    "p",
    {},
    `${claim.outlet ?? "unknown outlet"}, ${claim.day ? day(claim.day) : "undated"}: `,
    link(claim.url ?? "", claim.title ?? "article"),
  );
  return el(
    "li",
    { class: role },
    quote,
    el("p", { dir: "auto" }, `${who} · ${readable(claim.stance)} · ${readable(claim.voice)}`),
    where,
  );
}

$("close").addEventListener("click", closeEvidence);
document.addEventListener("keydown", (event) => event.key === "Escape" && closeEvidence());
