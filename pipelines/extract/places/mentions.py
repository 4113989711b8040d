"""Which words of a text are names of places: spans, their candidates, and the votes for and against each.

What belongs here: recognition.  Not here: which of its candidates a name means (resolution.py), what part it
plays in its sentence (roles.py).  Each sign is one vote (lexicon/place_votes.yml has the weights); none decides alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Token

from pipelines.extract.lexicon import lexicon, typed
from pipelines.extract.places.countries import cased_names, country_name, demonyms
from pipelines.extract.places.gazetteer import Candidate, gazetteer
from pipelines.extract.places.names import fold

MAX_WORDS = 6
_LONGEST_STREET = 4
_SMALL = 15_000
_LONE = 0.3
# Small words inside a name: "Bosnia and Herzegovina", "Rio de Janeiro", "Spin Boldak" needs none.
_INNER = frozenset(
    {
        "of",
        "and",
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "al",
        "ul",
        "the",
        "upon",
        "on",
        "du",
        "des",
        "da",
        "do",
        "dos",
        "di",
    }
    | {"e", "y", "le", "sur", "en", "i", "ez"}
)
# Between a place and what it lies in.
_HOLDS = frozenset([",", "of", "in", "(", "the", "'s", "’s"])
_LABELS: Mapping[str, str] = {
    "GPE": "ner_gpe",
    "LOC": "ner_loc",
    "FAC": "ner_fac",
    "NORP": "ner_norp",
    "": "ner_none",
    "PERSON": "ner_person",
    "ORG": "ner_org",
}
# "The town of X": the noun says what X is; "the area of X" does not.
_OF_TOWNS = frozenset({"city", "town", "village", "suburb", "hamlet", "neighborhood", "neighbourhood", "port"})
_DASHES = frozenset("-–—'’./")

Kind = Literal["name", "demonym", "short", "street", "unlisted"]


@dataclass(slots=True)
class Mention:
    """Tokens [first, last] that may name a place, and what speaks for it.

    level: precision of the unit its words say it is ("Gurbuz district": 3), "towns" for a town, None if they are silent.
    container: the mention that says where it lies ("Lebanon, Ind."), by index in the list of mentions.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    kind: Kind
    candidates: tuple[Candidate, ...]
    level: int | str | None = None
    container: int | None = None
    votes: list[str] = field(default_factory=list)
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Units:
    """lexicon/place_units.yml, ready for lookup."""

    level: Mapping[str, int | str]
    plural: Mapping[str, int | str]
    open: frozenset[str]
    linear: frozenset[str]
    standing: frozenset[str]
    streets: frozenset[str]
    titles: frozenset[str]
    prepositions: frozenset[str]
    never: frozenset[str]


@cache
def units() -> Units:
    data = lexicon("place_units.yml")
    level = {noun: key for key, nouns in data.items() if key in (3, 4, "towns") for noun in nouns}
    return typed(Units, data, level=level, plural=data["plurals"])


@cache
def _short_forms() -> Mapping[str, Candidate]:
    """First-order unit by its short form, in its case and without points: `Ind`, `IN`, `WVa`."""
    data = lexicon("place_states.yml")
    found: dict[str, Candidate] = {}
    for iso3, units_of_country in data["short"].items():
        for name, forms in units_of_country.items():
            unit = _first_order(iso3, name)
            if unit:
                found |= dict.fromkeys((form.replace(" ", "") for form in forms), unit)
    return found


@cache
def _unit_demonyms() -> Mapping[str, Candidate]:
    found: dict[str, Candidate] = {}
    for key, words in lexicon("place_states.yml")["demonyms"].items():
        unit = _first_order(*key.split("/"))
        if unit:
            found |= dict.fromkeys((form for word in words for form in (word, word + "s")), unit)
    return found


def _first_order(iso3: str, name: str) -> Candidate | None:
    return next((c for c in gazetteer().candidates(name) if c.iso3 == iso3 and c.feature_code == "ADM1"), None)


@cache
def _country(iso3: str) -> tuple[Candidate, ...]:
    return tuple(c for c in gazetteer().candidates(country_name(iso3)) if c.is_country and c.iso3 == iso3)[:1]


def find_mentions(doc: Doc) -> list[Mention]:
    """Every span that could name a place, longest first, none inside another, with its votes."""
    found: list[Mention] = []
    index = 0
    text, tokens = doc.text, list(doc)
    while index < len(tokens):
        mention = _at(text, tokens, index)
        if mention is None:
            index += 1
        else:
            found.append(mention)
            index = mention.last + 1
    found = sorted(found + _unlisted(doc, tokens, found), key=lambda mention: mention.first)
    _link(doc, found)
    _vote(doc, found)
    return found


def _is_capital(token: Token) -> bool:
    text = token.text
    return text[:1].isupper() or (len(text) > 3 and text[:3] in ("al-", "el-") and text[3].isupper())


def _at(text: str, tokens: list[Token], index: int) -> Mention | None:
    """The longest name that starts at this token."""
    first = tokens[index]
    if not _is_capital(first) or first.lower_ == "the":
        return None
    ends = [index]
    for j in range(index + 1, min(index + MAX_WORDS, len(tokens))):
        token = tokens[j]
        if token.is_sent_start or token.is_space:
            break
        if _is_capital(token):
            ends.append(j)
        elif not (token.lower_ in _INNER or token.text in _DASHES or token.like_num or tokens[j - 1].text in _DASHES):
            break
    for last in reversed(ends):
        name = text[first.idx : tokens[last].idx + len(tokens[last])]
        if last > index and last == ends[-1] and _is_street(tokens[index : last + 1]):
            return Mention(index, last, first.idx, first.idx + len(name), name, "street", ())
        mention = _read(tokens, index, last, name)
        if mention:
            return mention
    return None


def _is_street(run: list[Token]) -> bool:
    return run[-1].lower_.rstrip(".") in units().streets and len(run) <= _LONGEST_STREET and all(map(_is_capital, run))


def _read(tokens: list[Token], first: int, last: int, text: str) -> Mention | None:
    start = tokens[first].idx
    kind: Kind = "name"
    candidates: tuple[Candidate, ...] = ()
    short = _short_forms().get(text.replace(" ", ""))
    if short and _is_short_form(tokens, first, text):
        kind, candidates = "short", (short,)
    elif text in demonyms():
        kind, candidates = "demonym", _country(demonyms()[text])
    elif text in _unit_demonyms():
        kind, candidates = "demonym", (_unit_demonyms()[text],)
    elif fold(text) not in units().never and cased_names().get(fold(text)) in (None, text.replace(".", "")):
        candidates = gazetteer().candidates(text)
    if not candidates:
        return None
    return Mention(first, last, start, start + len(text), text, kind, candidates)


def _unlisted(doc: Doc, tokens: list[Token], found: list[Mention]) -> list[Mention]:
    """Names the gazetteer has not: beside a noun of units ("Zor Kot village"), or places to the model after "in"."""
    taken = {i for mention in found for i in range(mention.first, mention.last + 1)}
    spans = {
        (entity.start, entity.end - 1)
        for entity in doc.ents
        if entity.label_ in ("GPE", "LOC") and _follows(doc, entity.start)
    }
    for token in tokens:
        if token.lower_ in units().level and token.text.islower() and token.i and not token.is_sent_start:
            spans.add(_run(tokens, token.i - 1))
            if token.i + 2 < len(tokens) and tokens[token.i + 1].lower_ == "of" and _is_capital(tokens[token.i + 2]):
                spans.add(_run_from(tokens, token.i + 2))
    new: list[Mention] = []
    for first, last in sorted(span for span in spans if span):
        span = doc[first : last + 1]
        is_name = (
            all((_is_capital(t) and t.pos_ == "PROPN") or t.text in _DASHES for t in span) and span.text[-1].isalpha()
        )
        if not is_name or taken.intersection(range(first, last + 1)) or fold(span.text) in units().never:
            continue
        taken.update(range(first, last + 1))
        start = tokens[first].idx
        new.append(Mention(first, last, start, start + len(span.text), span.text, "unlisted", ()))
    return new


def _follows(doc: Doc, first: int) -> bool:
    return first > 0 and doc[first - 1].lower_ in units().prepositions and not doc[first].is_sent_start


def _run(tokens: list[Token], last: int) -> tuple[int, int]:
    """The capitalised words that end at this token."""
    first = last
    while first > 0 and last - first < 3 and _is_capital(tokens[first - 1]) and not tokens[first].is_sent_start:
        first -= 1
    return first, last


def _run_from(tokens: list[Token], first: int) -> tuple[int, int]:
    """The capitalised words that start at this token ("the suburb of San Telmo Alto")."""
    last = first
    while last + 1 < len(tokens) and last - first < _LONGEST_STREET - 1 and _is_capital(tokens[last + 1]):
        last += 1
    return first, last


def _is_short_form(tokens: list[Token], first: int, text: str) -> bool:
    """After a comma or a party's letter, or alone with its points ("W.Va."); "IN" and "OR" are words otherwise."""
    before = tokens[first - 1].text if first else ""
    if before == "," and first > 1 and _is_capital(tokens[first - 2]):
        return True
    if before in ("-", "–", "—") and first > 1 and tokens[first - 2].text in ("D", "R", "I"):
        return True
    return "." in text and (text.count(".") > 1 or len(text) > 4)


def _link(doc: Doc, mentions: list[Mention]) -> None:
    """Units by their nouns, and what lies in what: "X, Y", "X district of Y", "X in Y province"."""
    known = units()
    for at, mention in enumerate(mentions):
        mention.level = _level(doc, mention)
        follower = mentions[at + 1] if at + 1 < len(mentions) else None
        if follower is None or mention.kind == "demonym" or follower.kind == "demonym":
            continue
        between = [t for t in doc[mention.last + 1 : follower.first] if not t.is_space]
        words = [t.lower_ for t in between]
        if any(t.is_sent_start for t in doc[mention.last + 1 : follower.first + 1]) or len(words) > 5:
            continue
        rest = [w for w in words if w not in known.level]
        if rest and rest[0] in _HOLDS and all(word in _HOLDS for word in rest) and _could_hold(follower, mention):
            mention.container = at + 1
    for at in range(len(mentions) - 1, 0, -1):
        mention, before = mentions[at], mentions[at - 1]
        words = [t.lower_ for t in doc[before.last + 1 : mention.first]]
        # "Khost's Gurbuz district", "Paktika province's Urgun district": the larger one stands first.
        if (
            words
            and words[-1] in ("'s", "’s")
            and len(words) <= 2
            and mention.container is None
            and _could_hold(before, mention)
        ):
            mention.container = at - 1
    _coordinate(doc, mentions)


def _coordinate(doc: Doc, mentions: list[Mention]) -> None:
    """A plural noun of units types every name of the list before it: "Cooke, Grayson and Love counties"."""
    for at, mention in enumerate(mentions):
        if mention.last + 1 >= len(doc):
            continue
        level = units().plural.get(doc[mention.last + 1].lower_)
        back = at
        while level is not None and back >= 0:
            mentions[back].level = level
            between = [t.lower_ for t in doc[mentions[back - 1].last + 1 : mentions[back].first]] if back else [""]
            if not between or any(word not in (",", "and", "or", "&") for word in between):
                break
            back -= 1


def _level(doc: Doc, mention: Mention) -> int | str | None:
    known = units()
    if mention.last + 1 < len(doc):
        after = known.level.get(doc[mention.last + 1].lower_)
        if after is not None:
            return after
    if mention.first > 1 and doc[mention.first - 1].lower_ == "of":
        before = known.level.get(doc[mention.first - 2].lower_)
        if before is not None and (before != "towns" or doc[mention.first - 2].lower_ in _OF_TOWNS):
            return before
    return known.level.get(doc[mention.last].lower_) if mention.last > mention.first else None


def _could_hold(outer: Mention, inner: Mention) -> bool:
    """Whether some candidate of `inner` lies in some candidate of `outer`, or is unknown to the gazetteer."""
    if not inner.candidates:
        return any(c.is_country or c.is_admin for c in outer.candidates)
    return any(lies_in(i, o) for o in outer.candidates for i in inner.candidates)


def lies_in(inner: Candidate, outer: Candidate) -> bool:
    """Whether a place lies in a country or unit: by the names of its units."""
    if inner.place_id == outer.place_id or inner.iso3 != outer.iso3:
        return False
    if outer.is_country:
        return True
    if outer.feature_code == "ADM1":
        return inner.admin1 == outer.admin1
    if outer.feature_code == "ADM2":
        return inner.admin1 == outer.admin1 and inner.admin2 == outer.admin2 and inner.feature_code != "ADM1"
    return False


def _vote(doc: Doc, mentions: list[Mention]) -> None:
    weights: Mapping[str, float] = _weights()
    people = _people(doc)
    lowered = {token.text for token in doc if token.text.islower()}
    contained = {m.container for m in mentions}
    for at, mention in enumerate(mentions):
        mention.votes = [*_own_votes(mention), *_context_votes(doc, mention, people, lowered)]
        if mention.container is not None:
            mention.votes.append("is_contained")
        if at in contained:
            mention.votes.append("is_container")
        mention.score = weights["bias"] + sum(weights[vote] for vote in mention.votes)


@cache
def _weights() -> Mapping[str, float]:
    weights: Mapping[str, float] = lexicon("place_votes.yml")
    return weights


def _people(doc: Doc) -> tuple[frozenset[str], frozenset[str]]:
    """Last words and other words of the names of persons of two words or more."""
    last, other = set(), set()
    for entity in doc.ents:
        if entity.label_ == "PERSON" and len(entity) > 1:
            words = [t.text for t in entity if t.text[:1].isalpha() and t.text not in ("s", "S")]
            if len(words) > 1:
                last.add(words[-1])
                other.update(words[:-1])
    return frozenset(last), frozenset(other)


def _own_votes(mention: Mention) -> list[str]:
    """What the gazetteer knows of the name."""
    if mention.kind != "name":
        return [mention.kind, "has_unit_noun"] if mention.kind == "unlisted" and mention.level else [mention.kind]
    best = [c for c in mention.candidates if c.is_primary] or list(mention.candidates)
    votes = ["several_words"] if mention.last > mention.first else []
    if not best[0].is_primary:
        votes.append("is_alias")
    if mention.level is not None:
        votes.append("has_unit_noun")
    if any(c.is_curated for c in best):
        return [*votes, "is_curated"]
    if any(c.is_country for c in best):
        return [*votes, "is_country"]
    if any(c.feature_code == "ADM1" for c in best):
        return [*votes, "is_first_order"]
    people = best[0].population
    size = (
        "millions"
        if people >= 1_000_000
        else "large"
        if people >= 100_000
        else "middling"
        if people >= 15_000
        else "small"
    )
    return [*votes, size]


def _context_votes(
    doc: Doc, mention: Mention, people: tuple[frozenset[str], frozenset[str]], lowered: set[str]
) -> list[str]:
    known = units()
    last = doc[mention.last]
    votes: list[str] = []
    label = _LABELS.get(last.ent_type_, "ner_other")
    is_inside = doc[mention.first].ent_iob_ == "I"
    votes.append("inside_org" if label == "ner_org" and is_inside else label)
    if last.pos_ != "PROPN":
        votes.append("not_proper")
    before = doc[mention.first - 1] if mention.first and not doc[mention.first].is_sent_start else None
    after = doc[mention.last + 1] if mention.last + 1 < len(doc) and not doc[mention.last + 1].is_sent_start else None
    if before is None:
        votes.append("opens_sentence")
    else:
        if before.lower_ in known.prepositions:
            votes.append("after_locative")
        elif before.lower_.rstrip(".") in known.titles and before.text[0].isupper():
            votes.append("after_title")
        elif before.pos_ == "PROPN" and _is_capital(before) and not before.is_punct:
            votes.append("after_person" if before.ent_type_ == "PERSON" else "after_name")
    if after is not None:
        if after.pos_ == "PROPN" and _is_capital(after):
            if after.lower_ in known.standing:
                votes.append("before_standing")
            else:
                votes.append("before_person" if after.ent_type_ == "PERSON" else "before_name")
        elif after.text in ("'s", "’s"):
            votes.append("possessive")
    if mention.kind == "name":
        surnames, forenames = people
        # The model makes surnames of countries ("Rethinking Egypt"); forenames they are ("Jordan", "Chad").
        if mention.text in surnames and not any(c.is_country for c in mention.candidates):
            votes.append("is_surname_here")
        elif mention.text in forenames:
            votes.append("is_forename_here")
        if mention.first == mention.last and mention.text.lower() in lowered:
            votes.append("is_word_here")
        if mention.first == mention.last and doc.vocab[mention.text.lower()].is_stop:
            votes.append("is_stop_word")
    return votes


def score_among(mention: Mention, place: Candidate | None, support: float) -> float:
    """The score, less what it loses where no other place of the article speaks for the one chosen."""
    if mention.kind != "name" or place is None or place.is_country or place.is_curated or support >= _LONE:
        return mention.score
    is_small = place.population < _SMALL and place.feature_code != "ADM1"
    return mention.score + _weights()["lone_small" if is_small else "lone"]
