"""WARC files in the inbox: one file for what one source gave in one run.

What belongs here: writing records, and making a file that a killed run left whole.  Not here: reading them (ingest/).
A file is hidden while it grows, so that no build reads half of it; each record is a gzip member of its own, so that it can
be cut after any of them.
"""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType

from fastwarc.warc import WarcRecord, WarcRecordType

from pipelines.fetch.client import Answer, agent

_SUFFIX = ".warc.gz"
# Headers that say how a body was sent; it is stored unpacked and whole.
_SENT_AS = {"content-encoding", "transfer-encoding", "content-length"}


class Archive:
    """A WARC file in the making; nothing stands in the folder while it has no article."""

    def __init__(self, folder: Path, source_id: str, now: datetime) -> None:
        self._final = folder / f"{now:%Y%m%dT%H%M%S%fZ}{_SUFFIX}"
        self.part = folder / f".{self._final.name}"
        self._ahead = _member(_about(source_id))

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None and self.part.exists():  # else it is cut to what counts before the next run
            self.part.rename(self._final)

    def note(self, answer: Answer) -> None:
        """Keep an answer that is no article itself, as a feed whose pages are fetched, ahead of the next article."""
        self._ahead += _member(_record(answer, WarcRecordType.metadata))

    def add(self, answer: Answer) -> int:
        """Append an article or a feed of articles; the size of the file with it.  Once this returns it is on the disk."""
        self.part.parent.mkdir(parents=True, exist_ok=True)
        with self.part.open("ab") as file:
            file.write(self._ahead + _member(_record(answer, WarcRecordType.response)))
            file.flush()
            os.fsync(file.fileno())
            self._ahead = b""
            return file.tell()


def recover(folder: Path, sizes: dict[str, int]) -> None:
    """Finish files that a killed run left hidden: cut to the size that counts, or removed where nothing of them does."""
    for part in folder.glob(f".*{_SUFFIX}"):
        size = sizes.get(part.name, 0)
        if size:
            os.truncate(part, size)
            part.rename(part.with_name(part.name.removeprefix(".")))
        else:
            part.unlink()


def _member(record: WarcRecord) -> bytes:
    written = BytesIO()
    record.write(written, checksum_data=True)
    return gzip.compress(written.getvalue(), mtime=0)


def _record(answer: Answer, kind: WarcRecordType) -> WarcRecord:
    status = f"HTTP/1.1 {answer.status} {answer.reason}"
    headers = [f"{n}: {v}" for n, v in answer.headers.multi_items() if n.lower() not in _SENT_AS]
    head = "\r\n".join([status, *headers, f"Content-Length: {len(answer.body)}", "", ""])
    record = WarcRecord()
    record.init_headers(record_type=kind)
    record.headers["WARC-Target-URI"] = answer.url
    record.headers["WARC-Date"] = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content(head.encode("latin-1", "replace") + answer.body)
    return record


def _about(source_id: str) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.warcinfo)
    record.headers["Content-Type"] = "application/warc-fields"
    fields = {"software": agent(None), "format": "WARC File Format 1.1", "isPartOf": source_id, "robots": "obeyed"}
    record.set_bytes_content("".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode())
    return record
