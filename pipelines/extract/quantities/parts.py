"""Parts of a whole: counts that only break down another of the sentence.

What belongs here: "14, including six attackers", "one of the seven", and lists whose last count says what happened to all.  Not
here: how tolls of several sentences merge (incidents/tolls.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from pipelines.extract.document import Document
from pipelines.extract.quantities.model import Quantity
from pipelines.extract.quantities.words import quantity_words

_JOINT = re.compile(r"\s*(?:,|and|,\s*and|&|or)\s*", re.IGNORECASE)
_SHARE_OF = re.compile(r"\s+of(?:\s+(?:the|these|those|its|his|her|their))?\s+", re.IGNORECASE)
_SHARE_AMONG = re.compile(r"\s+among(?:\s+(?:the|these|those|its|his|her|their))?\s+", re.IGNORECASE)


def with_shared_effects(document: Document, read: list[tuple[Quantity, Token]]) -> list[tuple[Quantity, Token]]:
    """In a list the last count says what happened to all ("19 militants, three soldiers die")."""
    out = list(read)
    for index in range(len(out) - 2, -1, -1):
        quantity, head = out[index]
        following = out[index + 1][0]
        is_open = quantity.effect is None and quantity.unit == "individuals"
        is_listed = bool(_JOINT.fullmatch(document.text[quantity.end : following.start]))
        if is_open and is_listed and following.effect in ("killed", "injured"):
            shared = replace(quantity, effect=following.effect, effect_at=following.effect_at, is_hit=following.is_hit)
            out[index] = (shared, head)
    return out


def with_parts(document: Document, read: list[tuple[Quantity, Token]]) -> list[Quantity]:
    """Mark counts that only break down another of the sentence ("14, including six attackers", "one of the seven")."""
    out: list[Quantity] = []
    for index, (quantity, head) in enumerate(read):
        following = read[index + 1] if index + 1 < len(read) else None
        if following is not None and _is_share(document, quantity, following[0]):
            out.append(replace(quantity, part_of=index + 1))
            continue
        if out and out[-1].part_of == index and quantity.effect is None and out[-1].effect_at == quantity.end + 1:
            # "one of the seven shot": the parser gives the verb to the share alone.
            quantity = replace(quantity, effect=out[-1].effect, effect_at=out[-1].effect_at, is_hit=out[-1].is_hit)
        whole = next(
            (
                index
                for index in range(len(out) - 1, -1, -1)
                if out[index].part_of is None and _opens_part(document, out[index], quantity, head)
            ),
            None,
        )
        if whole is None:
            out.append(quantity)
            continue
        effect = quantity.effect or out[whole].effect
        out.append(
            replace(quantity, part_of=whole, effect=effect, effect_at=quantity.effect_at or out[whole].effect_at)
        )
    return out


def _is_share(document: Document, part: Quantity, whole: Quantity) -> bool:
    """Whether one count is a share of the next ("one of the seven people shot", "two officers among five killed")."""
    text = document.text
    of = _SHARE_OF.fullmatch(text[part.number_end : whole.number_start])
    among = _SHARE_AMONG.fullmatch(text[part.end : whole.number_start])
    return bool(of or among) and (part.low or 0) < (whole.low or 0)


def _opens_part(document: Document, whole: Quantity, part: Quantity, head: Token) -> bool:
    if whole.end > part.start or document.sentence_at(whole.start) != document.sentence_at(part.start):
        return False
    between = " ".join(document.text[whole.end : part.start].lower().split())
    openers = quantity_words().subset_openers
    tail = document.text[part.number_start : part.end].lower() + " " + document.text[part.end : part.end + 9].lower()
    if " of them" in tail or " of whom" in tail:
        return True
    if whole.high is not None and part.low is not None and part.low > whole.high:
        return False
    if "other" in tail.split() or "others" in tail.split():
        return False
    # What follows "including" up to the next verb of the sentence is a list of parts.
    for opener in openers:
        at = between.rfind(opener)
        if at >= 0 and not any(
            t.pos_ == "VERB" and t.dep_ != "prep" and t.lower_ not in ("including", "comprising") and t.tag_ != "VBN"
            for t in _tokens_between(head, whole.end + at + len(opener), part.start)
        ):
            return True
    return False


def _tokens_between(head: Token, start: int, end: int) -> Iterator[Token]:
    return (t for t in head.sent if start <= t.idx < end)
