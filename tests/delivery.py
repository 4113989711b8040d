"""One folder with a file of every format that is read, written by the tests, and what must be read from it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import polars as pl
import zstandard

OUTLET = "Torkham Gazette"


@dataclass(frozen=True)
class Story:
    """An article as a newsroom has it; `number` makes it one of its own."""

    number: int

    @property
    def title(self) -> str:
        return f"Lorries cross in convoy {self.number}"

    @property
    def date(self) -> str:
        return f"2025-11-{self.number:02d}"

    @property
    def lines(self) -> str:
        """As a file of plain text."""
        return f"date {self.date}\n{self.title}\n\n{self.text}"

    @property
    def paragraphs(self) -> list[str]:
        return [
            f"Convoy {self.number} of lorries laden with onions crossed the frontier at dawn on Tuesday, drivers said.",
            "Customs officers opened the second lane after a week of talks between the two chambers of commerce, and the "
            "queue that had stretched past the old caravanserai was gone by noon, according to traders at the gate.",
            "“We slept nine nights under the tarpaulin,” said a driver from Jalalabad, whose café au lait had gone cold.",
        ]

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)

    @property
    def url(self) -> str:
        return f"https://gazette.example/convoy-{self.number}"

    @property
    def fields(self) -> dict[str, str]:
        return {"title": self.title, "date": self.date, "outlet": OUTLET, "text": self.text, "url": self.url}


def page(story: Story, *, charset: str = "utf-8", canonical: bool = True) -> str:
    """A page of a newspaper: menu, article, related headlines, footer."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    link = f'<link rel="canonical" href="{story.url}">' if canonical else ""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="{charset}"><title>{story.title} | {OUTLET}</title>{link}
<meta property="og:title" content="{story.title}"><meta property="og:site_name" content="{OUTLET}">
<meta property="article:published_time" content="{story.date}T06:30:00+05:00"><meta name="author" content="Zarmina Popal">
</head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/trade">Trade</a></li></ul></nav>
<main><article><h1>{story.title}</h1>{body}</article></main>
<footer><p>All rights reserved by the owners of this site.</p></footer></body></html>"""


def rss(*stories: Story) -> str:
    items = "".join(
        f"<item><title>{s.title}</title><link>{s.url}</link><guid>{s.url}</guid>"
        f"<pubDate>{s.number:02d} Nov 2025 06:30:00 +0500</pubDate>"
        f"<description><![CDATA[{''.join(f'<p>{p}</p>' for p in s.paragraphs)}]]></description></item>"
        for s in stories
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{OUTLET}</title>'
        f"<link>https://gazette.example/</link><language>en-gb</language>{items}</channel></rss>"
    )


def atom(story: Story) -> str:
    body = "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in story.paragraphs)
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{OUTLET}</title><id>urn:x</id><entry><id>{story.url}</id>'
        f'<title>{story.title}</title><link href="{story.url}"/><published>{story.date}T06:30:00Z</published>'
        f'<content type="html">{body}</content></entry></feed>'
    )


def json_feed(story: Story) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    item = {
        "id": story.url,
        "url": story.url,
        "title": story.title,
        "content_html": body,
        "date_published": f"{story.date}T06:30:00Z",
    }
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": OUTLET, "items": [item]})


def response(url: str, body: bytes, *, media: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    """A record of a web archive, as a crawler writes it."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-12-01T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{zlib.crc32(url.encode()):012d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def mail(story: Story) -> bytes:
    message = EmailMessage()
    message["From"] = f"{OUTLET} <desk@gazette.example>"
    message["To"] = "reader@example.org"
    message["Subject"] = story.title
    message["Date"] = f"{story.number:02d} Nov 2025 06:30:00 +0500"
    message["Message-ID"] = f"<{story.number}@gazette.example>"
    message.set_content(story.text)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
    message.add_alternative(f"<html><body>{body}</body></html>", subtype="html")
    return message.as_bytes()


def table(story: Story, *, delimiter: str = ",", names: dict[str, str] | None = None) -> str:
    out = io.StringIO()
    fields = {(names or {}).get(name, name): value for name, value in story.fields.items()}
    writer = csv.DictWriter(out, list(fields), delimiter=delimiter)
    writer.writeheader()
    writer.writerow(fields)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def parquet(story: Story) -> bytes:
    out = io.BytesIO()
    pl.DataFrame([story.fields | {"date": story.date, "words": 90}]).write_parquet(out)
    return out.getvalue()


def deliver(folder: Path) -> dict[str, tuple[Story, str]]:
    """Write the folder; where each article must come from → the story it is, and the format it must count as."""
    s = [Story(number) for number in range(31)]
    german = {"text": "Inhalt", "date": "Datum", "title": "Überschrift", "outlet": "Blatt", "url": "Adresse"}
    files: dict[str, str | bytes] = {
        "01.txt": s[1].lines,
        "02.md": f"---\ntitle: {s[2].title}\ndate: {s[2].date}\noutlet: {OUTLET}\n---\n{s[2].text}",
        "03.json": json.dumps(s[3].fields),
        "04.jsonl": json.dumps(s[4].fields) + "\n",
        "05.html": page(s[5]),
        "06.html": page(s[6], charset="windows-1252").encode("cp1252"),
        "07.rss": rss(s[7], s[8]),
        "09-atom.xml": atom(s[9]),
        "10-feed.json": json_feed(s[10]),
        "11.warc.gz": gzip.compress(
            response(s[11].url, page(s[11], canonical=False).encode())
            + response("https://gazette.example/feed", rss(s[12]).encode(), media="application/rss+xml")
            + response("https://gazette.example/logo.png", b"\x89PNG\r\n\x1a\n\0\0", media="image/png")
        ),
        "13.csv": "\ufeff" + table(s[13], delimiter=";"),
        "14.tsv": table(s[14], delimiter="\t"),
        "15.parquet": parquet(s[15]),
        "16.eml": mail(s[16]),
        "17.json.gz": gzip.compress(json.dumps({"articles": [s[17].fields]}).encode()),
        "18.jsonl.zst": zstandard.compress(json.dumps(s[18].fields).encode()),
        "19.zip": zipped({"pages/19.html": page(s[19]).encode(), "20.eml": mail(s[20]), ".hidden": b"x"}),
        "21.tar.gz": tarred({"a/21.txt": s[21].lines.encode()}),
        "mapped/22.csv": table(s[22], names=german),
        "mapped/columns.yml": "\n".join(f"{field}: {column}" for field, column in german.items()),
        "23": page(s[23]),  # no suffix: read for what it is
        "24.txt": json.dumps(s[24].fields) + "\n",  # a wrong one
        "25-utf16.txt": s[25].lines.encode("utf-16"),
        "26-windows.txt": s[26].lines.encode("cp1252"),
    }
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return {
        "01.txt": (s[1], "txt"),
        "02.md": (s[2], "md"),
        "03.json": (s[3], "json"),
        "04.jsonl#1": (s[4], "jsonl"),
        "05.html": (s[5], "html"),
        "06.html": (s[6], "html"),
        "07.rss#1": (s[7], "rss"),
        "07.rss#2": (s[8], "rss"),
        "09-atom.xml#1": (s[9], "atom"),
        "10-feed.json#1": (s[10], "json feed"),
        f"11.warc.gz#{s[11].url}": (s[11], "warc"),
        "11.warc.gz#https://gazette.example/feed 1": (s[12], "rss"),
        "13.csv#2": (s[13], "csv"),
        "14.tsv#2": (s[14], "tsv"),
        "15.parquet#1": (s[15], "parquet"),
        "16.eml": (s[16], "eml"),
        "17.json.gz#1": (s[17], "json"),
        "18.jsonl.zst#1": (s[18], "jsonl"),
        "19.zip/pages/19.html": (s[19], "html"),
        "19.zip/20.eml": (s[20], "eml"),
        "21.tar.gz/a/21.txt": (s[21], "txt"),
        "mapped/22.csv#2": (s[22], "csv"),
        "23": (s[23], "html"),
        "24.txt": (s[24], "json"),
        "25-utf16.txt": (s[25], "txt"),
        "26-windows.txt": (s[26], "txt"),
    }
