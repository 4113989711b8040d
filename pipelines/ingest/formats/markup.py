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
# Half of a surrogate pair, written as a number (&#xD800;): what browsers show for it.
_HALF_PAIR, _SHOWN = re.compile("[\ud800-\udfff]"), "\ufffd"


def visible_text(fragment: str) -> str:
    """The words of the fragment, blocks on lines of their own."""
    fragment = _HALF_PAIR.sub(_SHOWN, fragment)
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    tree = html.document_fromstring(f"<html><body><div>{fragment}</div></body></html>")
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *_UNSEEN, with_tail=False)
    for element in tree.iter():
        around = "\n" if element.tag in _BLOCKS else ""
        element.text = around + _SPACE.sub(" ", element.text or "")
        element.tail = around + _SPACE.sub(" ", element.tail or "")
    lines = (line.strip() for line in "".join(tree.itertext()).splitlines())
    return "\n".join(line for line in lines if line)
