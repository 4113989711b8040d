"""What a piece holds, by its first bytes: only where they say it surely.

What belongs here: signs of formats.  Not here: signs of compression (unpack.py), encodings (decode.py).
"""

from __future__ import annotations

import codecs
import json
import re
from typing import Literal

# The first element, after a declaration, a document type and comments.
_ROOT = re.compile(
    r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype\s+(?P<type>\w+)[^>\[]*(?:\[.*?\]\s*)?>)*(?:<(?P<root>[a-z][\w:.-]*))?",
    re.I | re.S,
)
_MAIL = re.compile(r"(?:[A-Za-z][A-Za-z-]*: .*\r?\n(?:[ \t].*\r?\n)*){2,}", re.M)
_MAIL_SIGNS = re.compile(r"^(?:received|message-id|mime-version|from|date|subject|to):", re.I | re.M)


def markup_kind(head: bytes) -> Literal["page", "feed"] | None:
    """Page or feed, by its root element or document type."""
    found = _ROOT.match(_readable(head))
    root = ((found["root"] or found["type"] or "") if found else "").lower()
    if root in {"rss", "feed", "rdf:rdf", "atom:feed"}:
        return "feed"
    is_page = root in {"html", "head", "body"} or bool(found and (found["type"] or "").lower() == "html")
    return "page" if is_page else None


def record_kind(head: bytes, suffix: str) -> Literal["json", "jsonl", "json feed"] | None:
    """JSON, or JSON Lines: an object in the first line and more below it.  The suffix decides where both would do."""
    text = _readable(head).lstrip()
    first, _, rest = text.partition("\n")
    try:
        is_record = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        is_record = False
    if suffix == ".jsonl":
        return "json" if text.startswith("[") or first.strip() == "{" else "jsonl"
    if is_record and rest.lstrip().startswith("{"):
        return "jsonl"
    if "https://jsonfeed.org/version/" in text.replace("\\/", "/")[:2000]:
        return "json feed"
    if suffix == ".txt":  # prose may begin with a bracket
        return "json" if is_record else None
    return "json" if text.startswith(("{", "[")) or suffix == ".json" else None


def is_mail(head: bytes) -> bool:
    """Whether it begins with the header of a mail."""
    found = _MAIL.match(_readable(head))
    return bool(found) and len({sign.lower() for sign in _MAIL_SIGNS.findall(found.group() if found else "")}) >= 3


def _readable(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
