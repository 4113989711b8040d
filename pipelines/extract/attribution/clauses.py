"""Clauses that are reported: the finite clause a verb of saying takes, before, after or around it.

What belongs here: "that" clauses, asides (", he said"), "as X said", and where the clause ends.  Not here: other contents of a
verb (verbs.py).
"""

from __future__ import annotations

from spacy.tokens import Token

from pipelines.extract.attribution.frame import without
from pipelines.extract.attribution.tokens import SUBJECTS, Range, end_below, end_of, range_below, speaks_on, verb_key
from pipelines.extract.attribution.words import reporting

# What one would, could or may say has not been said.
_MODALS = frozenset("would could can may might should must shall wo ca ’d 'd".split())
_SETTING_OFF = frozenset((",", "-", "–", "—", "(", ")"))
# Marks after which a new thought starts: a clause that ends in one is not what the next verb reports.
_BREAKS = frozenset((":", ";", "-", "–", "—"))


def reported_clause(verb: Token) -> list[Range]:
    """The finite clause a verb reports, before, after or around it."""
    if verb.dep_ == "relcl" and verb.i + 1 < len(verb.doc):
        # "… which X claimed were Y": the parser takes the second verb for that of the main clause.
        which = next((c for c in verb.children if c.dep_ == "dobj" and c.tag_ in ("WDT", "WP")), None)
        after = verb.doc[verb.i + 1]
        if which is not None and after.tag_ in ("VBD", "VBZ", "VBP") and after.head.i > verb.i - 1:
            return [range_below(which), (after.idx, end_of(after.sent[-1]))]
    for child in verb.children:
        if child.dep_ == "ccomp" and child.i < verb.i and _ends_in_a_break(child):
            continue
        if child.dep_ == "ccomp" or (child.dep_ in ("advcl", "xcomp", "parataxis") and is_that_clause(child)):
            return [(child.left_edge.idx, _reported_end(child, verb))]
        if child.dep_ == "xcomp" and child.tag_ == "VBG" and child.i > verb.i:
            return [range_below(child)]
    if _is_introduced_by_as(verb):
        return without([range_below(verb.head)], [range_below(verb)])
    if verb.dep_ in ("parataxis", "advcl", "ccomp") and verb.head.pos_ in ("VERB", "AUX") and _is_aside(verb):
        return [range_below(verb.head)]
    return []


def _reported_end(clause: Token, verb: Token) -> int:
    """Where a reported clause ends: before an aside of the reporter's own (", as Y accuses Z", ", telling them …")."""
    if clause.i > verb.i:
        for child in clause.children:
            if child.dep_ == "conj" and speaks_on(child):
                return end_of(_before_conjunction(child))
            if child.dep_ != "advcl" or child.i < clause.i or clause.doc[child.left_edge.i - 1].text != ",":
                continue
            marks = {c.lower_ for c in child.children if c.dep_ in ("mark", "advmod")}
            tells = child.tag_ == "VBG" and verb_key(child) in reporting().clause
            if tells or not marks.isdisjoint(("as", "while", "although", "though", "even")):
                return end_of(clause.doc[child.left_edge.i - 2])
    return end_below(clause)


def _before_conjunction(verb: Token) -> Token:
    """The last word before the "and" and the comma that lead to a coordinated verb."""
    last = verb.doc[verb.left_edge.i - 1]
    while last.i > verb.head.i and (last.is_punct or last.is_space or last.dep_ == "cc"):
        last = verb.doc[last.i - 1]
    return last


def _ends_in_a_break(clause: Token) -> bool:
    after = clause.right_edge.i + 1
    return after < len(clause.doc) and clause.doc[after].text in _BREAKS


def is_that_clause(clause: Token) -> bool:
    marks = {c.lower_ for c in clause.children if c.dep_ == "mark"}
    if clause.dep_ == "advcl" and "if" in marks:
        return clause.i > clause.head.i and verb_key(clause.head) in reporting().addressed
    return not marks.isdisjoint(("that", "whether", "if"))


def _is_aside(verb: Token) -> bool:
    """ "…, he said": a bare subject and verb that hang on the clause they report."""
    if any(c.dep_ == "mark" or c.lower_ in ("as", "when", "that") for c in verb.children if c.i < verb.i):
        return False
    has_subject = any(c.dep_ in SUBJECTS for c in verb.children)
    return has_subject and not any(c.dep_ in ("dobj", "ccomp", "xcomp", "acomp", "attr") for c in verb.children)


def _is_introduced_by_as(verb: Token) -> bool:
    """ "As X said, …": the clause it is said of is the main one."""
    doc, first, last = verb.doc, verb.left_edge.i, verb.right_edge.i
    if verb.dep_ != "advcl" or doc[first].lower_ != "as" or doc[first].head != verb:
        return False
    is_set_off = any(doc[i].text in _SETTING_OFF for i in (first - 1, last, last + 1) if 0 <= i < len(doc))
    return is_set_off and not any(c.dep_ in ("dobj", "xcomp", "acomp", "attr", "prep") for c in verb.rights)


def is_modal(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in _MODALS for child in verb.children)


def is_infinitive(token: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)
