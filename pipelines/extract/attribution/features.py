"""What the tagger sees of a text: for every token as a possible cue, and for every token beside a given cue.

What belongs here: features of tokens, and the tokens that are read for one cue.  Not here: the models and what their
labels become (tagger.py), training (pipelines/train/).  The parse and the frames of the rules are features: the tagger
learns how far to trust them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Token

from pipelines.extract.attribution.frame import Frame
from pipelines.extract.attribution.quotes import Quotes
from pipelines.extract.attribution.rules import rule_frames
from pipelines.extract.attribution.sources import nearby_source, source_of
from pipelines.extract.attribution.words import people_nouns, reporting
from pipelines.ids import digest

Features = list[str]
_HERE = Path(__file__).parent
# Steps up the parse that a path between two words may take before it says no more than "far".
_FAR = 4
_LISTS = "clause quote object infinitive raising passive noun holder adjective adverb texts".split()


@cache
def feature_version() -> str:
    """Hash over all that features rest on: weights fit these features and no others."""
    code = "features frames quotes rules sources speech tokens words".split()
    files = [_HERE / f"{name}.py" for name in code]
    files += [_HERE.parent / "lexicon" / f"{name}.yml" for name in ("reporting", "actor_nouns")]
    return digest(*(file.read_bytes().hex() for file in files), length=12)


class Sight:
    """One article as the tagger sees it: what is the same for every cue is worked out once."""

    def __init__(self, doc: Doc, quotes: Quotes) -> None:
        self.doc = doc
        self.quotes = quotes
        self.frames = rule_frames(doc, quotes)
        self._by_cue = {frame.cue.i: frame for frame in self.frames}
        self._inside = ["none"] * len(doc)
        for frame in self.frames:
            for start, end in frame.content:
                for token in doc.char_span(start, end, alignment_mode="expand") or ():
                    self._inside[token.i] = frame.rule
        self._in_quote = [self.quotes.at(token.idx) is not None for token in doc]
        self._marks = [_marks(token) for token in doc]
        self._own = [self._of_token(token) for token in doc]

    # -- is this token part of a cue? ----------------------------------------------------------------------------------

    def cue_features(self, tokens: Sequence[Token]) -> list[Features]:
        """Features of the tokens of one sentence, for the model that finds cues."""
        return [self._as_cue(token, tokens[0].i, tokens[-1].i) for token in tokens]

    def _as_cue(self, token: Token, first: int, last: int) -> Features:
        i = token.i
        found = [*self._own[i], f"lemma={token.lemma_.lower()}", f"tag={token.tag_}", *self._marks[i]]
        found += [f"head={token.head.lemma_.lower()}", f"head_pos={token.head.pos_}/{token.dep_}"]
        found += [f"head:{mark}" for mark in self._marks[token.head.i]]
        for child in token.children:
            side = "<" if child.i < i else ">"
            word = child.lower_ if child.dep_ in ("prep", "mark", "prt", "neg", "aux") else ""
            found.append(f"child={side}{child.dep_}{word}")
            if child.dep_ in ("ccomp", "xcomp", "acl", "advcl", "relcl"):
                found.append(f"clause={side}{child.dep_}/{child.tag_}")
        lemma = token.lemma_.lower()
        source = source_of(token) if token.pos_ in ("VERB", "AUX") else None
        found += [f"source={_kind(source)}", f"lemma,source={lemma},{_kind(source)}"]
        found += [f"inside={self._inside[i]}", f"inside,lemma={self._inside[i]},{lemma}"]
        for step in (-2, -1, 1, 2):
            if first <= i + step <= last:
                beside = self.doc[i + step]
                found += [f"{step}:lemma={beside.lemma_.lower()}", f"{step}:pos={beside.pos_}"]
                found += [f"{step}:{mark}" for mark in self._marks[beside.i]]
                if (i + step) in self._by_cue:
                    found.append(f"{step}:rule={self._by_cue[i + step].rule}")
            else:
                found.append(f"{step}:edge")
        if i + 1 <= last:
            found.append(f"pair={token.lower_} {self.doc[i + 1].lower_}")
        if i > first:
            found.append(f"pair_before={self.doc[i - 1].lower_} {token.lower_}")
        rule = self._by_cue.get(i)
        if rule is not None:
            found += [f"rule={rule.rule}", f"rule,lemma={rule.rule},{rule.lemma}"]
        return found

    def _of_token(self, token: Token) -> Features:
        """What any reading of a token starts from."""
        found = [f"pos={token.pos_}", f"dep={token.dep_}"]
        if self._in_quote[token.i]:
            found.append("quoted")
        if token.ent_type_:
            found.append(f"entity={token.ent_type_}")
        if not token.is_alpha:
            found.append(f"shape={token.shape_[:3]}")
        return found

    # -- is this token source or content of that cue? ------------------------------------------------------------------

    def window(self, cue: tuple[int, int]) -> range:
        """The tokens read for a cue: its sentence, and the whole of every quotation that sentence shares."""
        first, last = self.doc[cue[0]].sent.start, self.doc[cue[1] - 1].sent.end - 1
        for quote in self.quotes.touching(self.doc[first].idx, self.doc[last].idx + len(self.doc[last])):
            while first > 0 and self.doc[first].idx > quote.start:
                first -= 1
            while last + 1 < len(self.doc) and self.doc[last + 1].idx < quote.end:
                last += 1
        return range(first, last + 1)

    def span_features(self, cue: tuple[int, int]) -> list[Features]:
        """Features of the tokens of a cue's window, for the model that finds its source and content."""
        head = self.doc[cue[0] : cue[1]].root
        rule = next((self._by_cue[i] for i in range(*cue) if i in self._by_cue), None)
        grammar = source_of(head) if head.pos_ in ("VERB", "AUX") else None
        near = nearby_source(head)
        below = [
            (name, token.left_edge.i, token.right_edge.i)
            for name, token in (("grammar", grammar), ("near", near))
            if token
        ]
        window = self.window(cue)
        ways = [_path(self.doc[i], head) for i in window]
        kind = f"{head.tag_}/{head.dep_}/{rule.rule if rule else 'no rule'}"
        found: list[Features] = []
        for n, i in enumerate(window):
            if cue[0] <= i < cue[1]:
                found.append(["cue"])
                continue
            token = self.doc[i]
            roles = [name for name, first, last in below if first <= i <= last] + _roles(token, rule)
            found.append(self._to_cue(token, cue, head, ways[n], "+".join(roles), kind))
            for step in (-1, 1):
                if 0 <= n + step < len(window):
                    beside = self.doc[i + step]
                    found[-1] += [f"{step}:word={beside.lower_}", f"{step}:branch={ways[n + step][1]}"]
                    found[-1] += [f"{step}:pos={beside.pos_}", f"{step}:quoted={self._in_quote[i + step]}"]
        return found

    def _to_cue(
        self, token: Token, cue: tuple[int, int], head: Token, way: tuple[str, str], roles: str, kind: str
    ) -> Features:
        """How a token stands to a cue.  kind: the construction of the cue; roles: what the rules take the token for."""
        path, edge = way
        side = "<" if token.i < cue[0] else ">"
        branch = side + edge
        distance = cue[0] - token.i if token.i < cue[0] else token.i - cue[1] + 1
        found = [*self._own[token.i], side, f"path={path}", f"branch={branch}", f"branch,kind={branch},{kind}"]
        found += [f"branch,lemma={branch},{head.lemma_.lower()}", f"distance={side}{min(distance, 12)}"]
        found += [f"role={roles}", f"role,kind={roles},{kind}", f"role,branch={roles},{branch}"]
        found += [f"word={token.lower_}", f"word,branch={token.lower_},{branch}", f"tag={token.tag_}"]
        found.append(f"quoted,cue={self._in_quote[token.i]},{self._in_quote[head.i]},{side}")
        if token.sent.start != head.sent.start:
            found.append("other sentence")
        return found


# -- words and paths ---------------------------------------------------------------------------------------------------


def _marks(token: Token) -> Features:
    """The lists of the lexicon a word stands in."""
    lemma = token.lemma_.lower()
    words = reporting()
    found = [f"in={name}" for name in _LISTS if lemma in getattr(words, name)]
    if lemma in people_nouns():
        found.append("in=people")
    return found


def _kind(source: Token | None) -> str:
    """What sort of word heads a source."""
    if source is None:
        return "none"
    if source.ent_type_:
        return source.ent_type_
    lemma = source.lemma_.lower()
    if source.pos_ == "PRON":
        return source.lower_
    return "people" if lemma in people_nouns() else "text" if lemma in reporting().texts else source.pos_


def _roles(token: Token, rule: Frame | None) -> list[str]:
    """What the rules take the token for."""
    if rule is None:
        return []
    found = ["source"] if any(start <= token.idx < end for start, end in rule.source) else []
    return found + (["content"] if any(start <= token.idx < end for start, end in rule.content) else [])


def _path(token: Token, head: Token) -> tuple[str, str]:
    """The way from a token to the cue through the parse, and the edge it leaves or enters the cue's own line by."""
    line = [head]
    while line[-1].head != line[-1] and len(line) <= _FAR:
        line.append(line[-1].head)
    heights = {above.i: height for height, above in enumerate(line)}
    steps: list[str] = []
    at = token
    edge = "self"
    while at.i not in heights and at.head != at:
        edge = at.dep_
        if len(steps) < _FAR:
            steps.append(at.dep_)
        at = at.head
    height = heights.get(at.i)
    if height is None:
        return "far", "far"
    below = line[height - 1].dep_ if height else ""
    return f"{'/'.join(steps)}^{height}{below}", f"{edge}^{height}{below}"
