"""The fields each kind of claim and fact carries in its `payload`, with their meaning: dbt reads exactly these.

What belongs here: names, meanings, closed vocabularies, and the check that a reading keeps to them.  Fields with a column of their own (dates, place, actors, recipients, event types)
are not repeated.  A key or a value that is not listed is refused, so that no field is dropped silently on its
way.  Not here: which rule fills a field (the families).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.errors import DataProblem

INCIDENT = {
    "perpetrator_individuals": "persons who did it, as the text names them [text]",
    "perpetrator_organizations": "organisations that did it, as the text names them [text]",
    "physical_targets": "things attacked, as the text names them [text]",
    "victims": "people harmed, as the text names them [text]",
    "killed_low": "fewest dead, as the text counts them",
    "killed_best": "the figure the text stands behind",
    "killed_high": "most dead; null where open",
    "injured_low": "fewest injured",
    "injured_best": "the figure the text stands behind",
    "injured_high": "most injured; null where open",
    "killed_attackers": "dead among the attackers",
    "deaths_civilians": "dead civilians, where the text says so",
    "casualty_scope": "event, period_total or cumulative",
    "arrested": "persons arrested in it",
    "civilian_targeting": "whether civilians were the target",
    "is_directional": "whether one side acted on the other (false: both exchanged)",
    "attributed_to": "who is said to have done it, or who claims it: names [text]",
    "denied_by": "who denies it: names [text]",
    "responsibility_status": "undisputed, claimed, alleged, denied, disputed, unknown",
    "weapons": "means, as the text names them [text]",
}
TALKS = {
    "round_no": "number of the round, as this article counts",
    "round_text": "the words that number it",
    "stage": "pre_negotiation, ceasefire, partial, comprehensive, implementation, other",
    "venue": "place of the talks, by name",
    "format": "direct, indirect, mediated, multilateral, remote, unknown",
    "delegation_level": "head_of_state, minister, intelligence_chief, official, technical, unknown",
    "topics": "what they were about [text]",
    "outcome": "agreement_signed, interim_or_partial_agreement, agreed_to_continue, extended_truce, no_agreement, "
    "suspended_indefinitely, collapsed, cancelled, scheduled, ongoing, held, not_yet_known",
    "outcome_status": "agreed_by_all, contested",
    "next_round_planned": "yes, no, unknown",
    "document_signed": "written, verbal_only, none, unknown",
    "outcome_as_stated": "a side's own words or account of the outcome (claims only)",
    "blames": "name of the actor this side blames (claims only)",
    "demand_or_condition": "what this side demands (claims only)",
}
CEASEFIRE = {
    "event": "proposed, rejected, declared, effective, extended, reaffirmed, conditional, violation_alleged, "
    "violation_denied, suspended, ended, in_effect (reported as holding)",
    "class": "cessation_of_hostilities, preliminary, definitive, unknown",
    "laterality": "unilateral, bilateral, multilateral",
    "form": "written, verbal, unknown",
    "planned_duration_hours": "planned length",
    "end_reason": "why it ended, as the text says",
    "conditions": "what it depends on, as the text says",
    "status": "declared, in_effect, strained, conditional, ended, proposed, unknown",
    "by_actor": "name of who proposed, rejected, violated or ended it",
    "against_actor": "name of who is accused",
}
DEPORTATION = {
    "measure": "deportations, returns_total, facilitated_returns, spontaneous_returns, repatriations_unspecified, "
    "arrests_detentions, registered",
    "population": "who, as the text says",
    "document_status": "por, acc, undocumented, visa_holder, other, all",
    "count_low": "fewest",
    "count_best": "the figure the text stands behind",
    "count_high": "most; null where open",
    "approximator": "exact, more_than, at_least, about, up_to, fewer_than, nearly, several, tens, dozens, hundreds, thousands",
    "unit": "individuals, families",
    "is_cumulative": "whether it is a running total",
    "from_country": "name",
    "from_iso3": "ISO 3166-1 alpha-3",
    "to_country": "name",
    "to_iso3": "ISO 3166-1 alpha-3",
    "authority": "who counted, by name",
    "legal_basis": "law or plan named",
    "percent_of_whole": "the share of its whole that the text gives a part, in per cent",
    "part_of": "index of the mention's whole among the facts of this kind in this article (rows.py makes it an id)",
}
BORDER_STATUS = {
    "crossing": "crossing by name, or the words for several ('all crossings with Afghanistan')",
    "status": "open, closed, partially_open, reopened_temporarily, announced_open, announced_closed",
    "countries": "iso3 of the two countries whose crossings are meant together, where the words name no single one [text]",
    "traffic_class": "all, trade, transit, pedestrian, returnees_only, humanitarian",
    "by_actor": "name of who changed it",
    "side": "iso3 of the side that closed or opened, where only one did",
    "reason": "as the text says",
}
STATEMENT = {
    "statement_type": "accusation, blame, condemnation, denial, refusal, demand, threat, warning, conditional_commitment, "
    "promise, offer, mediation_offer, claim_of_responsibility, confirmation, claim, reassurance, announcement, appeal",
    "plover_event": "PLOVER event type",
    "about": "names of whom it is about [text]",
    "about_ids": "actor ids of whom it is about [text]",
    "quote_text": "exact words quoted; null for indirect speech",
    "medium": "where it was said ('Geo News', 'press briefing')",
    "condition_text": "the condition it hangs on",
}
PAYLOADS: dict[str, dict[str, str]] = {
    "incident": INCIDENT,
    "talks": TALKS,
    "ceasefire": CEASEFIRE,
    "deportation": DEPORTATION,
    "border_status": BORDER_STATUS,
    "statement": STATEMENT,
}
# Closed vocabularies of the data model: a value outside them is refused where it is made, not found by a test of the
# warehouse.  `in_effect` (a truce reported as holding) is ours: the data model's events have no name for it.
VOCABULARIES: dict[tuple[str, str], frozenset[str]] = {
    key: frozenset(values.split())
    for key, values in {
        ("incident", "casualty_scope"): "event period_total cumulative",
        ("incident", "responsibility_status"): "undisputed claimed alleged denied disputed unknown",
        ("talks", "stage"): "pre_negotiation ceasefire partial comprehensive implementation other",
        ("talks", "format"): "direct indirect mediated multilateral remote unknown",
        ("talks", "delegation_level"): "head_of_state minister intelligence_chief official technical unknown",
        (
            "talks",
            "outcome",
        ): "agreement_signed interim_or_partial_agreement agreed_to_continue extended_truce no_agreement "
        "suspended_indefinitely collapsed cancelled scheduled ongoing held not_yet_known",
        ("talks", "outcome_status"): "agreed_by_all contested",
        ("talks", "next_round_planned"): "yes no unknown",
        ("talks", "document_signed"): "written verbal_only none unknown",
        (
            "ceasefire",
            "event",
        ): "proposed rejected declared effective extended reaffirmed conditional violation_alleged "
        "violation_denied suspended ended in_effect",
        ("ceasefire", "class"): "cessation_of_hostilities preliminary definitive unknown",
        ("ceasefire", "laterality"): "unilateral bilateral multilateral",
        ("ceasefire", "form"): "written verbal unknown",
        ("ceasefire", "status"): "declared in_effect strained conditional ended proposed unknown",
        ("deportation", "measure"): "deportations returns_total facilitated_returns spontaneous_returns "
        "repatriations_unspecified arrests_detentions registered",
        ("deportation", "document_status"): "por acc undocumented visa_holder other all",
        (
            "deportation",
            "approximator",
        ): "exact more_than at_least about up_to fewer_than nearly several tens dozens hundreds thousands",
        ("deportation", "unit"): "individuals families",
        ("border_status", "status"): "open closed partially_open reopened_temporarily announced_open announced_closed",
        ("border_status", "traffic_class"): "all trade transit pedestrian returnees_only humanitarian",
        ("statement", "statement_type"): "accusation blame condemnation denial refusal demand threat warning "
        "conditional_commitment promise offer mediation_offer claim_of_responsibility confirmation claim reassurance "
        "announcement appeal",
    }.items()
}


def refuse_undeclared(kind: str, payloads: Sequence[dict[str, Any]]) -> None:
    """Raise DataProblem where a family's rules filled a field, gave a value or set bounds that nothing declares."""
    if crossed := sorted(_crossed(payloads)):
        raise DataProblem(
            f"the {kind} rules gave bounds that cross: {', '.join(crossed)}",
            expected="low ≤ best ≤ high",
            cure="mend the rule that merged them",
        )
    if foreign := sorted(_foreign(kind, payloads)):
        raise DataProblem(
            f"the {kind} rules gave {', '.join(foreign)}",
            expected="a value of its vocabulary in pipelines/extract/payloads.py",
            cure="mend the rule, or leave the field out where the text does not say",
        )
    if unknown := sorted({key for payload in payloads for key in payload} - set(PAYLOADS[kind])):
        raise DataProblem(
            f"the {kind} rules filled {', '.join(unknown)}",
            expected="fields of pipelines/extract/payloads.py",
            cure="declare the field there and read it in dbt, or drop it from the rule",
        )


def _crossed(payloads: Sequence[dict[str, Any]]) -> Iterator[str]:
    for field in ("killed", "injured", "count"):
        for payload in payloads:
            bounds = [payload.get(f"{field}_{bound}") for bound in ("low", "best", "high")]
            known = [bound for bound in bounds if bound is not None]
            if known != sorted(known):
                yield f"{field}={bounds}"


def _foreign(kind: str, payloads: Sequence[dict[str, Any]]) -> Iterator[str]:
    for (of_kind, field), values in VOCABULARIES.items():
        for payload in payloads if of_kind == kind else ():
            if payload.get(field) is not None and payload[field] not in values:
                yield f"{field}={payload[field]}"
