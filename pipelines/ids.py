"""Every id of the warehouse is made here, so that a re-run, a rebuild and another machine give the same ones.

Ids are hashes of what identifies a thing, never counters.  Fact ids (`AFG-2025-10-09-EXPL-3fa92c`) are composed in
dbt (`intermediate.int_facts__named`) from parts made here, since only the linked set knows a fact's first claim.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Query keys that name a campaign, a session or a way of showing a page, not the page.
_TRACKING = re.compile(
    r"^(utm_|at_|ns_|mc_|_ga|_hs|(fb|g|dc|msc|y|tw)clid$|gbraid$|wbraid$|igshid$|cmp$|cmpid$|ref$|ref_|src$|ocid$|smid$|xtor$"
    r"|ftag$|spm$|amp$|outputtype$)",
    re.IGNORECASE,
)
# Hosts and paths that show the page of another one to telephones.
_MOBILE_HOST = re.compile(r"^(www|m|mobile|amp)\.(?=[^.]+\.)")
_MOBILE_PATH = re.compile(r"/amp$")


def digest(*parts: object, length: int = 16) -> str:
    """First `length` hex digits of the sha256 over the parts, joined by a character no part holds."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def canonical_url(url: str) -> str:
    """The URL without scheme, `www.`, marks of a telephone's page, fragment, tracking keys and trailing slash."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # brackets that hold no address
        return url.strip()
    host = _MOBILE_HOST.sub("", parts.hostname or "")
    query = urlencode(sorted(pair for pair in parse_qsl(parts.query) if not _TRACKING.match(pair[0])))
    return urlunsplit(("", host, _MOBILE_PATH.sub("", parts.path.rstrip("/")), query, "")).removeprefix("//")


def normalised_text(text: str) -> str:
    """Text with compatibility forms, case and white space levelled: equal for copies that differ in layout only."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def article_id(*, url: str | None, source: str | None, delivered_id: str | None, text: str) -> str:
    """16 hex over the canonical URL, else over source and delivered id, else over the normalised text.

    A path without a host is no URL: it tells an article from others of its source alone, where no id does.
    """
    canonical = canonical_url(url) if url else ""
    if canonical and not canonical.startswith("/"):
        return digest("url", canonical)
    if known_as := (delivered_id or "").strip() or canonical:
        return digest("delivered", source, known_as)
    return digest("text", normalised_text(text))


def sentence_id(article: str, version: int, number: int) -> str:
    """`article_id:version:number`."""
    return f"{article}:{version}:{number}"


def claim_id(sentence: str, kind: str, start: int, end: int, speaker: str | None, detail: str = "") -> str:
    """16 hex over sentence, kind, span and speaker; `detail` tells apart two facts one span asserts."""
    return digest("claim", sentence, kind, start, end, speaker, detail)


def article_fact_id(article: str, kind: str, first_claim: str) -> str:
    """16 hex over the article, the kind and the first of the claims that the fact of this article rests on."""
    return digest("fact", article, kind, first_claim)


def decision_id(*parts: object) -> str:
    """16 hex over everything a reviewer's decision says, the time included."""
    return digest("decision", *parts)
