"""Bad input, case by case: what a file is like, under which line of docs/own-articles.md it falls, and what is said of it.

`left`: how many articles of the file are read all the same.  Big ones are read in a process whose memory is measured.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import polars as pl
import zstandard

from tests.delivery import Story, page, parquet, response, rss, tarred, zipped

Make = Callable[[Path], object]


@dataclass(frozen=True)
class Case:
    """`make` writes the file at the path given."""

    id: str
    file: str
    line: str
    said: str
    make: Make
    left: int = 0
    is_big: bool = False


def _write(content: str | bytes) -> Make:
    return lambda file: file.write_bytes(content if isinstance(content, bytes) else content.encode())


def _lines(*lines: str) -> Make:
    return _write("\n".join(lines) + "\n")


def _chunks(times: int, chunk: bytes, *, before: bytes = b"", after: bytes = b"") -> Make:
    """A large file, written piece by piece."""

    def make(file: Path) -> None:
        with file.open("wb") as out:
            out.write(before)
            for _ in range(times):
                out.write(chunk)
            out.write(after)

    return make


def _zip(*members: tuple[str, bytes], mode: int = 0, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name)
            info.external_attr, info.compress_type = mode << 16, compression
            archive.writestr(info, data)
    return out.getvalue()


def _tar(name: str, kind: bytes, *, linked: str = "", data: bytes = b"") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.type, info.linkname, info.size = kind, linked, len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _nested(depth: int) -> bytes:
    data = b"Traders came."
    for level in range(depth):
        data = zipped({f"{level}.zip" if level else "a.txt": data})
    return data


def _protected() -> bytes:
    """A zip that says it is encrypted, in both of its headers."""
    data = bytearray(zipped({"a.txt": b"Traders came."}))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    return bytes(data)


def _wrong_sum() -> bytes:
    data = bytearray(_zip(("a.txt", b"Traders came to the gate."), compression=zipfile.ZIP_STORED))
    at = data.index(b"Traders")
    data[at : at + 7] = b"Raiders"
    return bytes(data)


def _large_directory() -> bytes:
    data = bytearray(zipped({"a.txt": b"Traders came."}))
    end = data.rindex(b"PK\5\6")
    data[end + 12 : end + 16] = struct.pack("<I", 1 << 30)
    return bytes(data)


def _large_header() -> bytes:
    """A tar whose extended header says that it is four gigabytes long."""
    info = tarfile.TarInfo("PaxHeaders/a.txt")
    info.type, info.size = tarfile.XHDTYPE, 4 << 30
    return info.tobuf(tarfile.USTAR_FORMAT) + b"x" * 4096


def _wide_window() -> bytes:
    """A frame that wants two gigabytes for its window, and one raw block of a byte."""
    return b"\x28\xb5\x2f\xfd" + bytes([0b00000000, (31 - 10) << 3, 0b00001001, 0, 0]) + b"x"


def _attachment() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "a@b.example", "Report", "Sun, 02 Nov 2025 06:00:00 +0000"
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="r.pdf")
    return message.as_bytes()


def _entities() -> str:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>' + rss(Story(1)).partition("?>")[
        2
    ].replace(Story(1).title, "&l9;")


def _foreign_entity() -> str:
    doctype = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return doctype + rss(Story(1)).partition("?>")[2].replace(Story(1).title, "&x;")


def _pages(count: int) -> bytes:
    return b"".join(response(Story(n).url, page(Story(n)).encode()) for n in range(1, count + 1))


def _packed_bomb(file: Path) -> None:
    body = gzip.compress(b"<html>" + b" " * (64 << 20))
    file.write_bytes(response("https://gazette.example/bomb", body, media="text/html\r\nContent-Encoding: gzip"))


def _frame(**columns: list[object]) -> bytes:
    out = io.BytesIO()
    pl.DataFrame(columns, strict=False).write_parquet(out)
    return out.getvalue()


def _folder_link(file: Path) -> None:
    (file.parent / ".real").mkdir()
    file.symlink_to(file.parent / ".real")


def _beside(columns: str, table: str) -> Make:
    def make(file: Path) -> None:
        (file.parent / "columns.yml").write_text(columns)
        file.write_text(table)

    return make


GOOD = '{"text": "Traders came."}'
MEGABYTE = b"a" * (1 << 20)
ZEROS = gzip.compress(b"\0" * (16 << 20), 9)

CASES = [
    # What it is.
    Case("empty", "a.txt", "empty files", "empty file", _write("")),
    Case("empty-member", "a.zip", "empty files", "empty file", _write(zipped({"a.txt": b""}))),
    Case("blank", "a.txt", "empty files", "no text", _write(" \n\t\n")),
    Case("pdf", "a.pdf", "files of another kind", "'.pdf' are not read", _write("%PDF-1.7")),
    Case("office", "a.docx", "files of another kind", "'.docx' are not read", _write(zipped({"a.txt": b"Came."}))),
    Case(
        "office-unnamed",
        "a",
        "files of another kind",
        "document of another program",
        _write(zipped({"[Content_Types].xml": b"<x/>", "a.txt": b"Came."})),
    ),
    Case("no-suffix", "a", "files of another kind", "'none' are not read", _write("Traders came to the gate.")),
    Case("xml-no-feed", "a.xml", "files of another kind", "no feed", _write("<?xml version='1.0'?><nitf><p>x</p></nitf>")),
    Case("not-gz", "a.jsonl.gz", "files of another kind", "no such archive", _lines(GOOD)),
    Case("fifo", "a.txt", "pipes, devices, links that lead nowhere", "a pipe", lambda file: os.mkfifo(file)),
    Case("folder-link", "a", "pipes, devices, links that lead nowhere", "link to a folder", _folder_link),
    Case("broken-link", "a.txt", "pipes, devices, links that lead nowhere", "cannot be opened", lambda f: f.symlink_to("gone")),
    Case("link-loop", "a.txt", "pipes, devices, links that lead nowhere", "cannot be opened", lambda f: f.symlink_to(f)),
    # Bytes that are no text.
    Case("not-utf8", "a.txt", "bytes in no encoding that fits", "not UTF-8", _write(b"caf\xe9")),
    Case("cut-utf16", "a.txt", "bytes in no encoding that fits", "not utf-16", _write("Came.".encode("utf-16")[:-1])),
    Case("jsonl-utf16", "a.jsonl", "bytes in no encoding that fits", "UTF-16", _write(GOOD.encode("utf-16"))),
    Case(
        "csv-late-bytes",
        "a.csv",
        "bytes in no encoding that fits",
        "not UTF-8",
        _write(b"text\n" + b"Traders came.\n" * 10000 + b"caf\xe9\n"),
        left=10000,
    ),
    Case("nul", "a.txt", "binary data, control characters", "U+0000", _write("Traders\0came.")),
    Case("program", "a.txt", "binary data, control characters", "no text", _write(b"\x7fELF\2\1\1\0\0\0" + bytes(range(32)) * 40)),
    Case("image-as-page", "a.html", "binary data, control characters", "no text", _write(b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(256) * 99)),
    Case("nul-in-json", "a.jsonl", "binary data, control characters", "U+0000", _lines(r'{"text": "Traders \u0000"}')),
    Case("half-pair", "a.jsonl", "half surrogate pairs", "surrogate", _lines(r'{"text": "half \ud83d of it"}')),
    Case("half-pair-title", "a.jsonl", "half surrogate pairs", "surrogate", _lines(r'{"text": "x", "title": "\udc00"}')),
    # Records.
    Case("json", "a.json", "JSON that is none, or holds no articles", "no valid JSON", _write("{")),
    Case("json-deep", "a.json", "JSON that is none, or holds no articles", "no valid JSON", _write("[" * 100_000)),
    Case("json-deep-line", "a.jsonl", "JSON that is none, or holds no articles", "no valid JSON", _lines(GOOD, '{"a":' * 99_999), left=1),
    Case("json-number", "a.json", "JSON that is none, or holds no articles", "type int", _write("7")),
    Case("json-numbers", "a.json", "JSON that is none, or holds no articles", "type int", _write("[1]")),
    Case("json-no-articles", "a.json", "JSON that is none, or holds no articles", "empty list", _write('{"articles": []}')),
    Case("one-line", "a.jsonl", "JSON that is none, or holds no articles", "no valid JSON", _lines(GOOD, "{", GOOD), left=2),
    Case("cut-line", "a.jsonl", "JSON that is none, or holds no articles", "no valid JSON", _write(f'{GOOD}\n{{"text": "Tra'), left=1),
    Case("no-text", "a.jsonl", "records without text, or with fields that are not what they say", "no text", _lines('{"title": "x"}')),
    Case("text-number", "a.jsonl", "records without text, or with fields that are not what they say", "expected text", _lines('{"text": 5}')),
    Case("long-title", "a.jsonl", "records without text, or with fields that are not what they say", "title of 20,000 characters", _lines(json.dumps({"text": "x", "title": "x" * 20_000}))),
    Case("long-names", "a.csv", "tables without a column of text or without rows", "its columns are", _lines(",".join(["x" * 99_999] * 9))),
    Case("no-address", "a.jsonl", "records without text, or with fields that are not what they say", "no address", _lines('{"text": "x", "url": "http://[x/a"}')),
    Case("book", "a.txt", "texts of more than a million characters", "which is no article", _write("Traders came. " * 80_000)),
    Case("yaml", "a.md", "front matter that is no YAML", "no valid YAML", _write("---\ntitle: [\n---\ntext")),
    Case("yaml-deep", "a.md", "front matter that is no YAML", "no valid YAML", _write(f"---\ntitle: {'[' * 9000}\n---\ntext")),
    Case("yaml-long", "a.md", "front matter that is no YAML", "64 KiB", _write(f"---\ntitle: {'x ' * 40_000}\n---\ntext")),
    Case(
        "yaml-aliases",
        "a.md",
        "records without text, or with fields that are not what they say",
        "expected text",
        _write("---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: [*c, *c]\n---\ntext"),
    ),
    # Pages, feeds, mails.
    Case("no-article", "a.html", "pages without an article", "no article", _write("<html><body><nav><a href='/'>Home</a></nav></body></html>")),
    Case("page-deep", "a.html", "pages without an article", "no article", _write("<html><body>" + "<div>" * 200_000)),
    Case("frameset", "a.html", "pages without an article", "no article", _write("<!DOCTYPE html><html><frameset><frame src='x'></frameset></html>")),
    Case("no-entries", "a.rss", "feeds without entries, or cut short", "without entries", _write(rss())),
    Case("feed-cut", "a.rss", "feeds without entries, or cut short", "no well-formed XML", _write(rss(Story(1), Story(2))[:-400]), left=1),
    Case("feed-no-text", "a.rss", "records without text, or with fields that are not what they say", "no text", _write("<rss version='2.0'><channel><item><title>x</title></item></channel></rss>")),
    Case("json-feed", "a.json", "feeds without entries, or cut short", "without entries", _write('{"version": "https://jsonfeed.org/version/1.1", "items": []}')),
    Case("feed-deep", "a.atom", "feeds without entries, or cut short", "no well-formed XML", _write("<feed xmlns='http://www.w3.org/2005/Atom'>" + "<entry><content type='xhtml'>" + "<div>" * 50_000)),
    Case("entities", "a.rss", "XML that defines entities", "entities", _write(_entities())),
    Case("foreign-entity", "a.rss", "XML that defines entities", "entities", _write(_foreign_entity())),
    Case("attachment", "a.eml", "mails without text", "mail without text", _write(_attachment())),
    Case("mail-bytes", "a.eml", "bytes in no encoding that fits", "not UTF-8", _write(b"From: a@b.example\nSubject: x\nContent-Type: text/plain; charset=none-such\n\ncaf\xe9")),
    # Web archives.
    Case("warc-cut", "a.warc", "web archives cut short, damaged or without responses", "ends early", _write(_pages(2)[:-200]), left=1),
    Case("warc-gz-cut", "a.warc.gz", "web archives cut short, damaged or without responses", "cut short", _write(gzip.compress(_pages(2))[:-200])),
    Case("warc-garbage", "a.warc", "web archives cut short, damaged or without responses", "damaged", _write(_pages(1) + b"WARC/1.0\r\n" + b"x" * 99_999), left=1),
    Case("warc-future", "a.warc", "web archives cut short, damaged or without responses", "Invalid WARC header", _write("WARC/9.0\r\nWARC-Next: yes\r\n\r\n")),
    Case("warc-empty", "a.warc", "web archives cut short, damaged or without responses", "without responses", _write("WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\nab\r\n\r\n")),
    Case("warc-404", "a.warc", "answers of a server that are no page", "answered 404", _write(response("https://gazette.example/x", page(Story(1)).encode(), status="404 Not Found") + _pages(1)), left=1),
    Case("warc-packed", "a.warc", "answers of a server that are no page", "no HTTP response", _write(response("https://gazette.example/x", b"\1\2\3", media="text/html\r\nContent-Encoding: gzip") + _pages(1)), left=1),
    Case("warc-bomb", "a.warc", "decompression bombs", "unpacks to more", _packed_bomb, is_big=True),
    # Tables.
    Case("csv-no-text", "a.csv", "tables without a column of text or without rows", "its columns are Datum, Inhalt", _write("Datum,Inhalt\n2025-11-02,Came.\n")),
    Case("csv-no-rows", "a.csv", "tables without a column of text or without rows", "without rows", _write("text,title\n")),
    Case("csv-header", "a.csv", "tables without a column of text or without rows", "no header", _write(b"te\rxt,title\nCame.,A\n")),
    Case("csv-header-quote", "a.csv", "tables without a column of text or without rows", "no header", _write('text,"title\nCame.,A\n')),
    Case("csv-ragged", "a.csv", "rows that do not fit the header", "1 fields", _write("text,title\nCame.,A\nbroken\nLeft.,B\n"), left=2),
    Case("csv-quote", "a.csv", "rows that do not fit the header", "no valid table", _write('text,title\nCame.,A\n"Left.,B\nWent.,C\n'), left=1),
    Case("columns-yaml", "a.csv", "a `columns.yml` that cannot be used", "no valid YAML", _beside("text: [", "text\nx\n")),
    Case("columns-unknown", "a.csv", "a `columns.yml` that cannot be used", "unknown fields: Text", _beside("Text: a", "text\nx\n")),
    Case("parquet-cut", "a.parquet", "Parquet that is damaged, encrypted or of another version", "no Parquet", _write(parquet(Story(1))[:-50])),
    Case("parquet-damaged", "a.parquet", "Parquet that is damaged, encrypted or of another version", "no Parquet", _write(b"PAR1" + b"\xff" * 999 + b"PAR1")),
    Case("parquet-encrypted", "a.parquet", "Parquet that is damaged, encrypted or of another version", "no Parquet", _write(b"PARE" + b"\1" * 999 + b"PARE")),
    Case("parquet-no-text", "a.parquet", "tables without a column of text or without rows", "its columns are title", _write(_frame(title=["x"]))),
    Case("parquet-no-rows", "a.parquet", "tables without a column of text or without rows", "without rows", _write(_frame(text=[]))),
    Case("parquet-null", "a.parquet", "records without text, or with fields that are not what they say", "no text", _write(_frame(text=["Came.", None])), left=1),
    # Archives.
    Case("gz-cut", "a.jsonl.gz", "archives cut short or damaged", "cut short", _write(gzip.compress((GOOD + "\n").encode() * 9)[:-9])),
    Case("gz-garbage", "a.jsonl.gz", "archives cut short or damaged", "damaged", _write(gzip.compress(GOOD.encode()) + b"garbage")),
    Case("bz2-cut", "a.jsonl.bz2", "archives cut short or damaged", "cut short", _write(bz2.compress(GOOD.encode())[:-4])),
    Case("zst-cut", "a.jsonl.zst", "archives cut short or damaged", "cut short", _write(zstandard.compress(GOOD.encode())[:-4])),
    Case("zst-window", "a.jsonl.zst", "archives cut short or damaged", "damaged", _write(_wide_window())),
    Case("zip-cut", "a.zip", "archives cut short or damaged", "cut short", _write(zipped({"a.txt": b"Came."})[:-30])),
    Case("zip-wrong-sum", "a.zip", "archives cut short or damaged", "damaged", _write(_wrong_sum())),
    Case("zip-directory", "a.zip", "archives cut short or damaged", "directory", _write(_large_directory())),
    Case("tar-cut", "a.tar.gz", "archives cut short or damaged", "damaged", _write(gzip.compress(gzip.decompress(tarred({"a.txt": b"Came. " * 999}))[:2000]))),
    Case("tar-header", "a.tar", "archives cut short or damaged", "a header of 4294967296 bytes", _write(_large_header())),
    Case("zip-method", "a.zip", "archives that are locked or packed in an unusual way", "method 14", _write(_zip(("a.txt", b"Came."), compression=zipfile.ZIP_LZMA))),
    Case("zip-locked", "a.zip", "archives that are locked or packed in an unusual way", "password", _write(_protected())),
    Case("nested", "a.zip", "archives that are locked or packed in an unusual way", "more than 4 layers", _write(_nested(6))),
    Case("traversal", "a.zip", "members whose name leads out, links and devices in archives", "leads out", _write(_zip(("../../etc/cron.txt", b"Came."), ("b.txt", b"Left."))), left=1),
    Case("absolute", "a.zip", "members whose name leads out, links and devices in archives", "leads out", _write(_zip(("/etc/cron.txt", b"Came.")))),
    Case("backslashes", "a.zip", "members whose name leads out, links and devices in archives", "leads out", _write(_zip(("..\\..\\a.txt", b"Came.")))),
    Case("zip-link", "a.zip", "members whose name leads out, links and devices in archives", "a link", _write(_zip(("a.txt", b"/etc/hostname"), mode=0o120777))),
    Case("tar-traversal", "a.tar", "members whose name leads out, links and devices in archives", "leads out", _write(_tar("../a.txt", tarfile.REGTYPE, data=b"Came."))),
    Case("tar-link", "a.tar", "members whose name leads out, links and devices in archives", "a link", _write(_tar("a.txt", tarfile.SYMTYPE, linked="/etc/hostname"))),
    Case("tar-hard-link", "a.tar", "members whose name leads out, links and devices in archives", "a link", _write(_tar("a.txt", tarfile.LNKTYPE, linked="b"))),
    Case("tar-device", "a.tar", "members whose name leads out, links and devices in archives", "a link", _write(_tar("a.txt", tarfile.CHRTYPE))),
    # Too much of it.
    Case("gz-bomb", "a.jsonl.gz", "decompression bombs", "bomb", _chunks(64, ZEROS), is_big=True),
    Case("zst-bomb", "a.jsonl.zst", "decompression bombs", "bomb", _chunks(64, zstandard.compress(b"\0" * (16 << 20))), is_big=True),
    Case("zip-bomb", "a.zip", "decompression bombs", "bomb", _write(zipped({f"{n}.jsonl": b'{"text": "' + b"a" * (8 << 20) for n in range(12)})), is_big=True),
    Case("zip-in-zip-bomb", "a.zip", "decompression bombs", "bomb", _write(zipped({"a.zip": zipped({"a.jsonl.gz": ZEROS * 16})})), is_big=True),
    Case("long-line", "a.jsonl", "files, lines and records that are too large", "8 MiB", _chunks(100, MEGABYTE, after=f"\n{GOOD}\n".encode()), left=1, is_big=True),
    Case("long-row", "a.csv", "files, lines and records that are too large", "8 MiB", _chunks(100, MEGABYTE, before=b"text\n"), is_big=True),
    Case("long-header", "a.csv", "files, lines and records that are too large", "8 MiB", _chunks(100, MEGABYTE), is_big=True),
    Case("large-txt", "a.txt", "files, lines and records that are too large", "8 MiB", _chunks(100, MEGABYTE), is_big=True),
    Case("large-json", "a.json", "files, lines and records that are too large", "48 MiB", _chunks(100, MEGABYTE, before=b'["'), is_big=True),
    Case("full-json", "a.json", "files, lines and records that are too large", "memory", _chunks(15, b"[]," * (1 << 20), before=b'{"text": "x", "a": [', after=b"[]]}"), is_big=True),
    Case("large-page", "a.html", "files, lines and records that are too large", "16 MiB", _chunks(100, MEGABYTE, before=b"<html>"), is_big=True),
    Case("large-image", "b.html", "binary data, control characters", "no text", _chunks(14, b"\xff\xd8\xff\0" * (1 << 18)), is_big=True),
    Case("large-feed", "a.rss", "files, lines and records that are too large", "32 MiB", _chunks(100, MEGABYTE, before=b"<rss>"), is_big=True),
    Case("large-record", "a.warc", "files, lines and records that are too large", "16 MiB", lambda f: f.write_bytes(response("https://gazette.example/x", MEGABYTE * 40)), is_big=True),
    Case("many-fields", "a.csv", "tables without a column of text or without rows", "its columns are", _chunks(1, b"," * (1 << 20), after=b"\n"), is_big=True),
]  # fmt: skip
assert len({case.id for case in CASES}) == len(CASES)
