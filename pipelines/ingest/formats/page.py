"""HTML pages: the article's text and what the page says about it.

What belongs here: one page, as a file or as a record of a web archive.  Not here: fragments of HTML (markup.py), which
of several dates is believed (clean/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

from pipelines.clean.written import read_day
from pipelines.ingest.decode import decode
from pipelines.ingest.parser import parser
from pipelines.ingest.piece import Piece
from pipelines.ingest.records import Delivered, Refused, Unreadable, from_fields

PAGE_MAX = 16 << 20
_DECLARED = re.compile(rb"""<(?:meta[^>]{1,200}?charset|\?xml[^>]{1,100}?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_DATES = (
    "article:published_time og:article:published_time og:published_time datepublished date dc.date dc.date.issued "
    "dcterms.date dcterms.issued dc.date.created parsely-pub-date sailthru.date pubdate publishdate publish-date "
    "publish_date publication_date article.published cxenseparse:recs:publishtime"
).split()
# A list of links has none.
_SENTENCE = re.compile(r"\w[^\n]{20,}[.!?…。।۔؟][\"'”’»)\]]*\s*$", re.MULTILINE)
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


def read_page(piece: Piece) -> Iterator[Delivered | Refused]:
    """The article of a page that is a file."""
    for fields in parser.run(page_fields, piece.whole(PAGE_MAX)):
        encoding = fields.pop("encoding")
        yield from_fields(fields, file=piece.name, item=None, delivered_format="html", encoding=encoding)


def page_fields(data: bytes, declared: str | None = None) -> Iterator[dict[str, str | None]]:
    """The article's fields, and the encoding of the page; Unreadable where no article is found in it."""
    from trafilatura import bare_extraction  # here, so that it is imported by the process that parses alone
    from trafilatura.settings import Document
    from trafilatura.utils import load_html

    text, encoding = decode(data, declared or declared_in(data))
    tree = load_html(text)
    if tree is None:
        raise Unreadable("no HTML page", "save the page from the browser again, or deliver the article as text")
    tree = _whole(tree)
    published, language = _published(tree), _language(tree)
    article = bare_extraction(
        tree, include_comments=False, with_metadata=True, date_extraction_params={"extensive_search": False}
    )
    if not isinstance(article, Document) or not _SENTENCE.search(article.text or ""):
        raise Unreadable("no article is found in the page", "save the article's own page, or deliver its text")
    yield {
        "text": article.text,
        "title": article.title,
        "date": published,
        "outlet": article.sitename,
        "author": article.author,
        "url": article.url,
        "language": language,
        "encoding": encoding,
    }


def _whole(tree: HtmlElement) -> HtmlElement:
    """The page with `html` as its root, as browsers see one that begins with anything else."""
    if tree.tag == "html":
        return tree
    page = html.document_fromstring("<html><body></body></html>")
    page.body.append(tree)
    return page


def declared_in(data: bytes) -> str | None:
    """The encoding that a page or an XML document declares in its first lines."""
    found = _DECLARED.search(data[:4096])
    return found.group(1).decode("ascii", "ignore") if found else None


def _published(tree: HtmlElement) -> str | None:
    """The day the page says it was published, as written: in its metadata, else in the one time that it marks up."""
    structured = (
        found.group(1)
        for script in tree.iterfind('.//script[@type="application/ld+json"]')
        if (found := _JSON_LD_DATE.search(script.text or ""))
    )
    named: dict[str, str] = {}
    for meta in tree.iterfind(".//meta[@content]"):
        for attribute in ("property", "name", "itemprop"):
            named.setdefault((meta.get(attribute) or "").lower(), meta.get("content", ""))
    marked = {time.get("datetime", "") for time in tree.iterfind(".//time[@datetime]")}
    candidates = [
        *structured,
        *(named[name] for name in _DATES if name in named),
        *(marked if len(marked) == 1 else ()),
    ]
    written = [day.strip() for day in candidates if day.strip()]
    return next((day for day in written if read_day(day)), next(iter(written), None))


def _language(tree: HtmlElement) -> str | None:
    root = tree if tree.tag == "html" else tree.find(".//html")
    declared = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") if root is not None else None
    return (declared or "").strip() or None
