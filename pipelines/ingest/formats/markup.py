"""Markup into text: the visible text of a fragment of HTML, as feeds and mails carry it.

What belongs here: fragments whose every word is the article.  Not here: finding the article in a page (page.py).
"""

from __future__ import annotations

import re

from lxml import etree, html

_BLOCKS = (
    "address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main "
    "nav ol p pre section table tbody td th thead tr ul"
).split()
_UNSEEN = "head script style noscript template svg iframe".split()
_SPACE = re.compile(r"[^\S\u00a0]+")
# What is no character of XML (1.0, section 2.2) and a number writes all the same: &#xD800;, &#1;.
_NO_CHARACTER, _SHOWN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"), "\ufffd"


def visible_text(fragment: str) -> str:
    """The words of the fragment, blocks on lines of their own."""
    fragment = _NO_CHARACTER.sub(_SHOWN, fragment)
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    tree = html.document_fromstring(f"<html><body><div>{fragment}</div></body></html>")
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *_UNSEEN, with_tail=False)
    for element in tree.iter():
        around = "\n" if element.tag in _BLOCKS else ""
        element.text = around + _plain(element.text or "")
        element.tail = around + _plain(element.tail or "")
    lines = (line.strip() for line in "".join(tree.itertext()).splitlines())
    return "\n".join(line for line in lines if line)


def _plain(text: str) -> str:
    return _NO_CHARACTER.sub(_SHOWN, _SPACE.sub(" ", text))
