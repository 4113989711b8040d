"""E-mail (.eml): a newsletter or a press release; the sender is the outlet.

What belongs here: one mail.  Not here: attachments, which are no part of the text.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parseaddr

from pipelines.ingest.decode import Text, decode
from pipelines.ingest.formats.markup import visible_text
from pipelines.ingest.parser import parser
from pipelines.ingest.piece import Piece
from pipelines.ingest.records import Delivered, Refused, Unreadable, from_fields

MAIL_MAX = 32 << 20
# What the standard library raises on headers that it reads piece by piece, where they end too early or hold too large a number.
_TRIPS = (LookupError, ValueError, TypeError, AttributeError, OverflowError)


def read_mail(piece: Piece) -> Iterator[Delivered | Refused]:
    """The article of a mail that is a file."""
    for fields in parser.run(mail_fields, piece.whole(MAIL_MAX)):
        encoding = fields.pop("encoding")
        yield from_fields(
            fields,
            file=piece.name,
            item=None,
            delivered_format="eml",
            published_from="header",
            encoding=encoding,
        )


def mail_fields(data: bytes) -> Iterator[dict[str, str | None]]:
    """Text, subject, day and sender; Unreadable where the mail holds no text."""
    message = email.message_from_bytes(data, policy=default)
    try:
        body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
        if body is None:
            raise Unreadable("a mail without text", "deliver what is attached to it by itself")
        text, encoding = _text(body)
    except _TRIPS as error:
        raise Unreadable("a mail whose parts are not told apart", "deliver its text by itself") from error
    name, address = parseaddr(_header(message, "From") or "")
    yield {
        "id": _header(message, "Message-ID"),
        "title": _header(message, "Subject"),
        "date": _header(message, "Date"),
        "outlet": name or address or None,
        "language": _header(message, "Content-Language"),
        "text": text,
        "encoding": encoding,
    }


def _text(body: MIMEPart) -> Text:
    data = body.get_payload(decode=True)
    if not isinstance(data, bytes):
        raise Unreadable("a mail whose body is no text", "deliver its text by itself")
    text, encoding = decode(data, body.get_content_charset())
    return Text(visible_text(text) if body.get_content_subtype() == "html" else text.strip(), encoding)


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message.get(name)
    except _TRIPS:
        return None
    return re.sub(r"\s+", " ", str(value)).strip() or None if value is not None else None
