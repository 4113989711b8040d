"""One cue at a time: from a reporting word and its construction to the spans of source, cue and content.

What belongs here: the grammar of reporting (clause, object, infinitive, passive, noun, "according to").
Not here: quotations and their continuation, speakers, stance (find.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipelines.extract.attribution.sources import can_report, inverted_source, nearby_source, source_of
from pipelines.extract.attribution.tokens import SUBJECTS, Range, end_below, end_of, range_below, speaks_on, verb_key
from pipelines.extract.attribution.words import reporting

_CUE_PARTS = frozenset(("aux", "auxpass", "neg", "prt"))
# What one would, could or may say has not been said.
_MODALS = frozenset("would could can may might should must shall wo ca ’d 'd".split())
# Prepositions between a noun that reports and what it is about.
_CARRYING = frozenset("about against at for in of on over to toward towards with".split())
_SETTING_OFF = frozenset((",", "-", "–", "—", "(", ")"))
# Edges that an "according to" hangs below without being said of them alone.
_BELOW_A_CLAUSE = frozenset("prep pobj npadvmod nmod amod pcomp advcl acl dobj attr acomp xcomp conj".split())
# Marks after which a new thought starts: a clause that ends in one is not what the next verb reports.
_BREAKS = frozenset((":", ";", "-", "–", "—"))


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue with its source and content, as character ranges; `head` is the word that heads the source."""

    cue: Token
    lemma: str
    cue_span: Range
    source: tuple[Range, ...]
    content: tuple[Range, ...]
    head: Token | None
    rule: str


def frames(doc: Doc) -> Iterator[Frame]:
    """Every frame of a parsed article, in the order of its cues."""
    words = reporting()
    for token in doc:
        pos = token.pos_
        if pos in ("VERB", "AUX"):
            yield from _verb_frames(token)
        elif pos == "NOUN" and (token.lemma_ in words.noun or (token.lemma_ in words.carried and _is_carried(token))):
            yield from _noun_frames(token)
        elif pos == "ADJ" and token.lemma_ in words.adjective:
            yield from _adjective_frames(token)
        elif pos == "ADV" and token.lower_ in words.adverb:
            yield from _adverb_frames(token)


# -- verbs -------------------------------------------------------------------------------------------------------------


def _verb_frames(verb: Token) -> Iterator[Frame]:
    words = reporting()
    if verb.lower_ == "according":
        yield from _according(verb)
        return
    lemma = verb_key(verb)
    content: list[Range] = []
    rule = ""
    if _is_modal(verb):
        return
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children) or _is_passive_participle(verb)
    if passive and lemma in words.passive:
        yield from _passive(verb, lemma)
        return
    source = source_of(verb)
    if lemma in words.raising:
        yield from _raising(verb, lemma)
        return
    if lemma in words.clause:
        content, rule = _clause(verb), "clause"
    if not content and lemma in words.infinitive:
        content, rule = _infinitive(verb), "infinitive"
    told = lemma in words.addressed
    if not content and lemma in words.object and not told and can_report(source):
        content, rule = _object(verb), "object"
    if not content and lemma in words.seeing_as and can_report(source):
        content, rule = _seen_as(verb), "object"
    if not content and lemma in words.holding and can_report(source) and (held := _held_to(verb)):
        content, rule, lemma = held, "object", words.holding[lemma]
    if not content and can_report(source):
        content, rule = _prepositional(verb, lemma), "preposition"
    if not content and told and can_report(source):
        content, rule = _second_object(verb), "object"
    if not content:
        return
    if source is None and rule == "clause":
        source = inverted_source(verb, content) or nearby_source(verb)
    yield _frame(verb, lemma, source, content, rule)


def _is_passive_participle(verb: Token) -> bool:
    """ "Asked about the delay, …"."""
    return (
        verb.tag_ in ("VBN", "VBD")
        and verb.dep_ == "advcl"
        and verb_key(verb) in reporting().addressed
        and not any(child.dep_ in ("nsubj", "aux") for child in verb.children)
    )


def _is_modal(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in _MODALS for child in verb.children)


def _clause(verb: Token) -> list[Range]:
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
        if child.dep_ == "ccomp" or (child.dep_ in ("advcl", "xcomp", "parataxis") and _is_that_clause(child)):
            return [(child.left_edge.idx, _reported_end(child, verb))]
        if child.dep_ == "xcomp" and child.tag_ == "VBG" and child.i > verb.i:
            return [range_below(child)]
    if _is_introduced_by_as(verb):
        return _without([range_below(verb.head)], [range_below(verb)])
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


def _is_that_clause(clause: Token) -> bool:
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


def _infinitive(verb: Token) -> list[Range]:
    """ "vowed to fight", "urged them to stop": the infinitive with the one who is to carry it out."""
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp", "advcl") and child.i > verb.i and _is_infinitive(child):
            start = min(
                [c.left_edge.idx for c in verb.children if c.dep_ == "dobj" and c.i < child.i] + [child.left_edge.idx]
            )
            return [(start, end_below(child))]
    return []


def _is_infinitive(token: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


def _object(verb: Token) -> list[Range]:
    """The object of a verb of judgement or mention, with what is said of it ("called X a Y", "accused X of Y")."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "oprd") or (c.dep_ == "ccomp" and c.i > verb.i)]
    if not objects:
        relative = verb.dep_ == "relcl" and next((c for c in verb.children if c.dep_ == "dobj"), None)
        return [range_below(relative)] if relative else []
    first = objects[0]
    if first.lower_ in ("himself", "herself", "themselves", "itself") and len(objects) == 1:
        return []
    last = max([first, *(c for c in verb.children if c.i > first.i and _completes(c))], key=lambda c: c.i)
    return [(first.left_edge.idx, end_below(last))]


def _seen_as(verb: Token) -> list[Range]:
    """ "X sees Y as Z"; "X sees Y" reports nothing."""
    seen = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    taken_for = next((c for c in verb.children if c.lower_ == "as" and c.dep_ == "prep" and c.i > verb.i), None)
    return [(seen.left_edge.idx, end_below(taken_for))] if seen is not None and taken_for is not None else []


def _held_to(verb: Token) -> list[Range]:
    """ "X holds Y responsible"; "X holds Y" reports nothing."""
    answerable = next((c for c in verb.rights if c.lemma_ in reporting().answerable), None)
    if answerable is None:
        return []
    held = next((c for c in verb.rights if c.dep_ == "dobj" and c.i < answerable.i), answerable)
    return [(held.left_edge.idx, end_below(answerable))]


def _second_object(verb: Token) -> list[Range]:
    """What is told, beside the one it is told to: "asked him a question"."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "dative") and c.i > verb.i]
    return [range_below(objects[-1])] if len(objects) == 2 else []


def _completes(child: Token) -> bool:
    """Whether a part of the clause tells what is said of the object."""
    if child.dep_ == "prep":
        return child.lower_ in ("of", "as", "for", "to", "on", "over", "with")
    if child.dep_ == "advcl":  # "described it as fabricated"
        return any(c.lower_ == "as" for c in child.children) and not any(c.dep_ in SUBJECTS for c in child.children)
    return child.dep_ in ("oprd", "xcomp", "ccomp", "dobj")


def _prepositional(verb: Token, lemma: str) -> list[Range]:
    words = reporting()
    for child in verb.children:
        if child.dep_ in ("prep", "agent") and child.i > verb.i and lemma in words.preposition.get(child.lower_, ()):
            inner = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            if inner:
                return [(inner[0].left_edge.idx, end_below(inner[-1]))]
    return []


def _passive(verb: Token, lemma: str) -> Iterator[Frame]:
    """ "X is expected to win", "X was criticised by Y", "it was announced that …"."""
    agent = next((c for c in verb.children if c.dep_ == "agent"), None)
    by = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent else None
    subject = next((c for c in verb.children if c.dep_ in ("nsubjpass", "nsubj")), None)
    complement = next(
        (c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "oprd", "advcl") and c.i > verb.i), None
    )
    prep = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("as", "of", "for", "about")), None)
    content: list[Range] = []
    if subject is not None and subject.lower_ != "it" and lemma not in reporting().addressed:
        content.append(range_below(subject))
    about = next((c for c in prep.children if c.dep_ in ("pobj", "pcomp")), None) if prep is not None else None
    content += [range_below(part) for part in (complement, about) if part is not None]
    if content and (complement is not None or prep is not None or by is not None):
        yield _frame(verb, lemma, by, content, "passive")


def _raising(verb: Token, lemma: str) -> Iterator[Frame]:
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    complement = next(
        (c for c in verb.children if c.dep_ in ("xcomp", "oprd", "acomp", "ccomp") and c.i > verb.i), None
    )
    if subject is None or complement is None or complement.dep_ == "acomp":
        return
    content = [range_below(complement)] if subject.lower_ == "it" else [range_below(subject), range_below(complement)]
    yield _frame(verb, lemma, None, content, "raising")


def _according(word: Token) -> Iterator[Frame]:
    """ "According to X, …": the rest of the clause it belongs to is the content."""
    to = next((c for c in word.children if c.lower_ == "to"), None)
    named = next((c for c in to.children if c.dep_ == "pobj"), None) if to else None
    if to is None or named is None:
        return
    clause = word.head
    while clause.head != clause and (clause.dep_ in _BELOW_A_CLAUSE or clause.pos_ not in ("VERB", "AUX")):
        clause = clause.head
    phrase = range_below(word)
    yield Frame(
        cue=word,
        lemma="according",
        cue_span=(word.idx, end_of(to)),
        source=(range_below(named),),
        content=tuple(_without([range_below(clause)], [phrase])),
        head=named,
        rule="according",
    )


# -- nouns, adjectives, adverbs ----------------------------------------------------------------------------------------


def _noun_frames(noun: Token) -> Iterator[Frame]:
    """ "X's claim that …", "calls by X for …"."""
    words = reporting()
    lemma = noun.lemma_
    holder = next((c for c in noun.children if c.dep_ == "poss"), None)
    content: list[Range] = []
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep_ in ("acl", "ccomp", "relcl") and (_is_infinitive(child) or _is_that_clause(child)):
            content = [range_below(child)]
            break
        if (
            child.dep_ == "prep"
            and child.lower_ in ("of", "for", "about", "on", "to", "against")
            and holder is not None
        ):
            content = [range_below(child)]
            break
    if not content and _is_carried(noun):
        content = _carried_content(noun)
    if not content:
        return
    if noun.tag_ == "NNS" and noun.dep_ == "ROOT" and lemma in words.clause and noun.left_edge.i < noun.i:
        # "The ministry reports that …" with its verb taken for a noun.
        subject = noun.doc[noun.i - 1]
        if can_report(subject):
            told = ((noun.left_edge.idx, end_of(subject)),)
            yield Frame(noun, lemma, (noun.idx, end_of(noun)), told, tuple(content), subject, "clause")
            return
    source = holder
    cue_start = noun.idx
    if source is None and noun.dep_ == "dobj" and noun.head.pos_ == "VERB":
        source = source_of(noun.head)
        cue_start = noun.head.idx if noun.head.i < noun.i else noun.idx
    if source is None and noun.dep_ != "dobj":
        source = next(
            (g for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from") for g in c.children), None
        )
    if not can_report(source):
        return
    span = (cue_start, end_of(noun))
    yield Frame(noun, lemma, span, _source_ranges(source), tuple(_without(content, [span])), source, "noun")


def _is_carried(noun: Token) -> bool:
    """ "raised doubts", "took aim": the verb says nothing of its own, the noun tells what is done."""
    verb = noun.head
    return noun.dep_ == "dobj" and verb.lemma_ in reporting().light and not _is_modal(verb)


def _carried_content(noun: Token) -> list[Range]:
    """What is said, after the preposition that noun or verb takes: "cast doubt on the count"."""
    for child in (*noun.children, *noun.head.children):
        if child.dep_ == "prep" and child.i > noun.i and child.lower_ in _CARRYING:
            inner = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
            if inner is not None:
                return [range_below(inner)]
    return []


def _adjective_frames(adjective: Token) -> Iterator[Frame]:
    """ "X is confident that …", "X was worried about …"."""
    be = adjective.head
    if adjective.dep_ != "acomp" or be.pos_ not in ("AUX", "VERB"):
        return
    source = source_of(be)
    if not can_report(source):
        return
    for child in adjective.children:
        wanted = child.dep_ in ("ccomp", "xcomp") or (
            child.dep_ == "prep" and child.lower_ in ("about", "of", "with", "to", "for", "by", "at", "on")
        )
        if wanted and child.i > adjective.i:
            cue = (min(be.idx, adjective.idx), end_of(adjective))
            yield Frame(
                adjective, adjective.lemma_, cue, _source_ranges(source), (range_below(child),), source, "adjective"
            )
            return


def _adverb_frames(adverb: Token) -> Iterator[Frame]:
    clause = adverb.head
    if clause.pos_ not in ("VERB", "AUX"):
        return
    span = (adverb.idx, end_of(adverb))
    yield Frame(adverb, adverb.lower_, span, (), tuple(_without([range_below(clause)], [span])), None, "adverb")


# -- spans -------------------------------------------------------------------------------------------------------------


def _frame(cue: Token, lemma: str, source: Token | None, content: list[Range], rule: str) -> Frame:
    span = _cue_range(cue)
    ranges = _source_ranges(source)
    return Frame(cue, lemma, span, ranges, tuple(_without(content, [span, *ranges])), source, rule)


def _cue_range(cue: Token) -> Range:
    start, end = cue.idx, end_of(cue)
    for child in cue.children:
        if child.dep_ in _CUE_PARTS or (child.dep_ == "advmod" and abs(child.i - cue.i) == 1):
            start, end = min(start, child.idx), max(end, end_of(child))
    subject = next((c for c in cue.children if c.dep_ in SUBJECTS), None)
    if subject is not None and start < subject.idx < cue.idx:
        start = cue.idx
    return start, end


def _source_ranges(source: Token | None) -> tuple[Range, ...]:
    return () if source is None else (range_below(source),)


def _without(ranges: list[Range], holes: list[Range]) -> list[Range]:
    """The ranges with the holes cut out."""
    for hole_start, hole_end in holes:
        cut: list[Range] = []
        for start, end in ranges:
            if hole_end <= start or end <= hole_start:
                cut.append((start, end))
                continue
            if start < hole_start:
                cut.append((start, hole_start))
            if hole_end < end:
                cut.append((hole_end, end))
        ranges = cut
    return ranges
