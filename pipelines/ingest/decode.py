"""Bytes into text: which encoding they are in, found or declared; never lossy, else refused.

What belongs here: encodings, and telling text from what is none.  Not here: mending text that was broken before it was
delivered (clean/).
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

from charset_normalizer import from_bytes

from pipelines.ingest.records import NO_TEXT, Unreadable

CURE = "save it in UTF-8"
_MARKS = (  # the longer first: UTF-32 begins as UTF-16 does
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# As browsers read these names: what calls itself Latin-1 is Windows' superset of it.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
# Encodings that news is written in; of all that exist, too many fit any short text.
_GUESSED = (
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 koi8_r mac_roman utf_16_le utf_16_be "
    "gb18030 big5 shift_jis euc_jp euc_kr"
).split()
_SAMPLE, _HEAD = 1 << 18, 1 << 12


class Text(NamedTuple):
    """Text, and the encoding its bytes were in."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Text:
    """The text of a whole document: by its mark, as UTF-8 if it is valid, as declared, else as found; Unreadable if none fits."""
    encoding = encoding_of(data, declared)
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        if encoding == "utf-8":  # nothing said otherwise
            refuse_binary(data[:_SAMPLE].decode("latin-1"))
        raise undecodable(error, encoding) from error
    refuse_binary(text)
    return Text(text, plain(encoding))


def encoding_of(data: bytes, declared: str | None = None, *, is_whole: bool = True) -> str:
    """The encoding of a document or of its beginning; declarations that browsers read otherwise are read as they do."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if fits(data, "utf-8", is_whole=is_whole) and not NO_TEXT.search(data[:_HEAD].decode("latin-1")):
        return "utf-8"
    if (named := _known(declared)) and fits(data, named, is_whole=is_whole):
        return named
    return _guessed(data) or "utf-8"


def fits(data: bytes, encoding: str, *, is_whole: bool) -> bool:
    """Whether the bytes are valid in that encoding; the beginning of a document may end inside a character."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(data, final=is_whole)
    except UnicodeError:
        return False
    return True


def refuse_binary(text: str) -> None:
    """Raise where this is no text."""
    if found := NO_TEXT.search(text):
        raise Unreadable(
            f"no text: control character U+{ord(found.group()):04X} at character {found.start()}",
            "deliver the text, or mend the file",
        )


def undecodable(error: UnicodeError, encoding: str) -> Unreadable:
    """What is said of bytes that are no text in the encoding they were taken for."""
    name = "UTF-8" if plain(encoding) == "utf-8" else encoding
    if isinstance(error, UnicodeDecodeError):
        at = f"byte 0x{error.object[error.start]:02x} at offset {error.start}"
        return Unreadable(f"not {name}, and no other encoding fits surely: {at}", CURE)
    return Unreadable(f"not {name}: {error}", CURE)


def _known(declared: str | None) -> str | None:
    """The codec that a declared name means; None where there is none, or it is no text encoding."""
    try:
        name = codecs.lookup((declared or "").strip().strip("\"'")).name
        b"".decode(name)
    except (LookupError, ValueError):
        return None
    return _MEANT.get(name, name)


def _guessed(data: bytes) -> str | None:
    """The encoding that fits a text in a language it is used for; English is read as Windows writes it where that fits as well."""
    matches = from_bytes(data[:_SAMPLE], cp_isolation=_GUESSED)
    best = matches.best()
    if best is None or best.language == "Unknown":
        return None
    if "cp1252" in best.could_be_from_charset:
        return "cp1252"
    if best.language == "English" and any(m.encoding == "cp1252" and m.chaos <= best.chaos for m in matches):
        return "cp1252"
    return best.encoding


def plain(encoding: str) -> str:
    """The name of the encoding, whether or not a mark stands before the text."""
    return encoding.removesuffix("-sig")
