"""What the rules ask of a parse whatever they are after: the key of a verb, the characters below a word, who goes on speaking.

What belongs here: helpers of verbs.py, clauses.py, nouns.py and sources.py.  Not here: rules that say what is reported or by whom.
"""

from __future__ import annotations

from spacy.tokens import Token

from pipelines.extract.attribution.words import reporting

Range = tuple[int, int]
SUBJECTS = frozenset(("nsubj", "nsubjpass"))


def verb_key(verb: Token) -> str:
    """The lemma, with the particle where the lexicon has the phrasal verb."""
    lemma = _silent_e(verb.lower_, verb.lemma_.lower())
    for child in verb.children:
        if child.dep_ in ("prt", "advmod", "prep") and child.i == verb.i + 1:
            phrasal = f"{lemma}_{child.lower_}"
            if phrasal in reporting().phrasal:
                return phrasal
    return lemma


def _silent_e(word: str, lemma: str) -> str:
    """The lemma with the silent e that the lemmatiser took for part of the ending: "hoping" is no form of "hop"."""
    whole, known = f"{lemma}e", reporting().clause
    is_lost = whole in known and lemma not in known and word in (f"{lemma}ing", f"{lemma}ed", f"{lemma}es")
    return whole if is_lost else lemma


def speaks_on(verb: Token) -> bool:
    """Whether a verb the parser has coordinated with what was said goes on with the saying: "said he was ill and added that …"."""
    above = verb.head.head
    return (
        verb.dep_ == "conj"
        and verb.head.dep_ == "ccomp"
        and verb.head.i > above.i
        and verb.tag_ == above.tag_
        and verb_key(above) in reporting().clause
        and verb_key(verb) in reporting().clause
        and not any(c.dep_ in SUBJECTS for c in verb.children)
        and any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children)
    )


def range_below(token: Token) -> Range:
    """The characters below a token, without the white space the parser hangs on them."""
    return token.left_edge.idx, end_below(token)


def end_below(token: Token) -> int:
    last = token.right_edge
    while last.is_space and last.i > token.i:
        last = token.doc[last.i - 1]
    return end_of(last)


def end_of(token: Token) -> int:
    return token.idx + len(token)
