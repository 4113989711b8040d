"""The tables that Python writes: name, key and, for each column, its type and meaning.

What belongs here: `raw.*` and `staging.*`.  Tables of `intermediate`, `marts` and `history` are declared by dbt.
`polars_schema` and `create_table` derive both sides (frame and DuckDB) from the one declaration.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

from pipelines.errors import DataProblem

FactKind = Literal["incident", "talks", "ceasefire", "deportation", "border_status", "statement"]
ClaimKind = Literal["incident", "casualty", "talks", "ceasefire", "deportation", "border_status", "statement"]
FACT_KINDS: tuple[str, ...] = get_args(FactKind)

_DUCKDB_TYPES: dict[str, str] = {
    "text": "VARCHAR",
    "int": "BIGINT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMPTZ",
    "json": "JSON",
    "text[]": "VARCHAR[]",
    "int[]": "BIGINT[]",
    "count[]": "STRUCT(word VARCHAR, n BIGINT)[]",
    "actor[]": "STRUCT(actor_id VARCHAR, name VARCHAR, iso3 VARCHAR, sector VARCHAR, inter BIGINT)[]",
    "mark[]": "STRUCT(claim_id VARCHAR, article_id VARCHAR, version BIGINT, claim_kind VARCHAR, char_start BIGINT, "
    "char_end BIGINT, quote VARCHAR, sub_event_type VARCHAR, date_start VARCHAR, place_id VARCHAR, speaker_id VARCHAR, "
    "payload VARCHAR)[]",
}
_ACTOR = pl.Struct(
    {"actor_id": pl.String, "name": pl.String, "iso3": pl.String, "sector": pl.String, "inter": pl.Int64}
)
# A claim as a reviewer saw it: what finds it again once its id is gone.
MARK: dict[str, pl.DataType] = {
    "claim_id": pl.String(),
    "article_id": pl.String(),
    "version": pl.Int64(),
    "claim_kind": pl.String(),
    "char_start": pl.Int64(),
    "char_end": pl.Int64(),
    "quote": pl.String(),
    "sub_event_type": pl.String(),
    "date_start": pl.String(),
    "place_id": pl.String(),
    "speaker_id": pl.String(),
    "payload": pl.String(),
}
_POLARS_TYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "int": pl.Int64(),
    "double": pl.Float64(),
    "bool": pl.Boolean(),
    "date": pl.Date(),
    "timestamp": pl.Datetime("us", "UTC"),
    "json": pl.String(),
    "text[]": pl.List(pl.String),
    "int[]": pl.List(pl.Int64),
    "count[]": pl.List(pl.Struct({"word": pl.String, "n": pl.Int64})),
    "actor[]": pl.List(_ACTOR),
    "mark[]": pl.List(pl.Struct(MARK)),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `dtype` is a key of the type tables above; `required` means never null."""

    name: str
    dtype: str
    meaning: str
    required: bool = False

    @property
    def duckdb_type(self) -> str:
        return _DUCKDB_TYPES[self.dtype]


@dataclass(frozen=True, slots=True)
class Table:
    """One table that Python writes; `key` tells its rows apart.

    DuckDB keeps the index of a primary key in memory, some 2 KB a row: a table that `grows` with the archive has none, its
    writers replace by key and a check looks for keys that stand twice.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    grows: bool = False

    @property
    def schema(self) -> str:
        return self.name.split(".")[0]

    def polars_schema(self) -> dict[str, pl.DataType]:
        """Column name → polars dtype, in order."""
        return {column.name: _POLARS_TYPES[column.dtype] for column in self.columns}

    def create_statements(self) -> list[str]:
        """DDL that makes the table, with comments, where it does not stand yet."""
        lines = [f"{c.name} {c.duckdb_type}{' NOT NULL' if c.required else ''}" for c in self.columns]
        if not self.grows:
            lines.append(f"PRIMARY KEY ({', '.join(self.key)})")
        return [
            f"CREATE SCHEMA IF NOT EXISTS {self.schema}",
            f"CREATE TABLE IF NOT EXISTS {self.name} ({', '.join(lines)})",
            f"COMMENT ON TABLE {self.name} IS {_literal(self.meaning)}",
            *(f"COMMENT ON COLUMN {self.name}.{c.name} IS {_literal(c.meaning)}" for c in self.columns),
        ]

    def frame(self, rows: list[dict[str, object]]) -> pl.DataFrame:
        """Rows as a frame of exactly this schema; an unknown or missing key is an error, not a silent null."""
        names = [c.name for c in self.columns]
        for row in rows:
            if set(row) != set(names):
                raise DataProblem(
                    f"a row for {self.name} has keys {sorted(set(row) ^ set(names))} too many or too few",
                    expected=f"exactly the columns of {self.name}",
                    cure="declare the column in pipelines/schemas.py or drop it from the row",
                )
        return pl.DataFrame(rows, schema=self.polars_schema(), orient="row")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_PLACE = (
    Column("place_id", "text", "Id of the place (`gn:<GeoNames id>` or `fw:<slug>` of the curated table)"),
    Column("place_text", "text", "The words of the text that name the place"),
    Column("place_name", "text", "Name of the place in the gazetteer"),
    Column("feature_code", "text", "GeoNames feature code"),
    Column("admin1", "text", "First-order unit"),
    Column("admin2", "text", "Second-order unit"),
    Column("country", "text", "Country, English short name"),
    Column("iso3", "text", "ISO 3166-1 alpha-3 of the country"),
    Column("latitude", "double", "Degrees north, WGS 84"),
    Column("longitude", "double", "Degrees east, WGS 84"),
    Column("geonameid", "int", "GeoNames id"),
    Column("is_crossing", "bool", "Whether the place is a border crossing"),
    Column("where_prec", "int", "UCDP where_prec 1–7"),
)
_TIME = (
    Column("date_start", "date", "First day the event may have taken place"),
    Column("date_end", "date", "Last day the event may have taken place"),
    Column("date_prec", "int", "UCDP date_prec 1–5"),
    Column("date_text", "text", "The words of the text that date it"),
    Column("date_rule", "text", "Rule that read the date"),
    Column("has_date_conflict", "bool", "Whether the article dates it in two ways that clash", required=True),
)
_BOOKS = (
    Column("confidence", "double", "0–1, how surely this was read", required=True),
    Column("rule_id", "text", "Rule that read it", required=True),
    Column("extractor_version", "text", "Version of the extractor", required=True),
    Column("recorded_at", "timestamp", "When it was recorded", required=True),
)

RAW_ARTICLES = Table(
    "raw.articles",
    "Articles as delivered, one row per article and version; a text is never changed after delivery.",
    ("article_id", "version"),
    (
        Column("article_id", "text", "Id of the article (pipelines/ids.py)", required=True),
        Column("version", "int", "1 for the oldest text delivered, +1 for each newer one", required=True),
        Column("external_id", "text", "The id under which it was delivered"),
        Column("url", "text", "URL as delivered"),
        Column("outlet", "text", "Outlet as delivered"),
        Column("title", "text", "Title as delivered"),
        Column("author", "text", "Author as delivered"),
        Column("language", "text", "Language as delivered"),
        Column("published", "text", "Publication date as delivered, unparsed"),
        Column("published_from", "text", "Where `published` stood: metadata, header, feed or none", required=True),
        Column("text", "text", "Text exactly as delivered", required=True),
        Column("text_sha256", "text", "sha256 of the text", required=True),
        Column("delivered_in", "text", "Name of the file it came in, with the line, item or address inside", True),
        Column(
            "delivered_format",
            "text",
            "txt, md, html, rss, atom, json feed, warc, csv, tsv, parquet, json, jsonl or eml",
            required=True,
        ),
        Column("encoding", "text", "Encoding its bytes were in; null where it came in before this was kept"),
        Column("collected_at", "text", "When it was fetched, as the archive says that it came in (WARC-Date)"),
        Column("first_seen_at", "timestamp", "When this version was first read", required=True),
    ),
    grows=True,
)

RAW_REJECTS = Table(
    "raw.rejects",
    "What could not be read: one row per file or record, with the reason and what mends it.",
    ("reject_id",),
    (
        Column("reject_id", "text", "Hash of path, item and reason", required=True),
        Column("file", "text", "File as given, and below it the member of an archive", required=True),
        Column("item", "text", "Line, item number or address inside the file"),
        Column("reason", "text", "What was found and what was expected", required=True),
        Column("cure", "text", "What mends it", required=True),
        Column("first_seen_at", "timestamp", "When it was first refused", required=True),
        Column("path", "text", "The file on disk, and below it the member of an archive; null for standard input"),
        Column("last_seen_at", "timestamp", "When it was last refused"),
        Column("resolved_at", "timestamp", "When a run did not meet it any more; null while it stands"),
        Column("resolved_as", "text", "read: its file was read without it; gone: its file is there no more"),
    ),
)

RAW_FILES = Table(
    "raw.files",
    "Files of the inbox that were read whole, nothing of them refused: what stands here unchanged is not read again.",
    ("path",),
    (
        Column("path", "text", "Path of the file", required=True),
        Column("stamp", "text", "Its size, time of change, and the columns.yml beside it", required=True),
        Column("reader_version", "text", "Version of the readers that read it", required=True),
        Column("read_at", "timestamp", "When it was read", required=True),
    ),
)

RAW_REVIEW_DECISIONS = Table(
    "raw.review_decisions",
    "Decisions of reviewers, as the home's reviews/decisions.jsonl holds them: one row per decision.",
    ("decision_id",),
    (
        Column("decision_id", "text", "Hash of the decision (pipelines/ids.py)", required=True),
        Column("target_table", "text", "Mart of the fact, or dim_articles", required=True),
        Column("target_id", "text", "The fact, by the id it had, or the article", required=True),
        Column("field", "text", "The field, for an edit; of an article published_on"),
        Column("old_value", "text", "The value as it was"),
        Column(
            "new_value",
            "text",
            "The new value (null: unknown); the other fact for merge; the articles or claims set apart for split; the claim for link_denial",
        ),
        Column("action", "text", "accept, reject, edit, merge, split or link_denial", required=True),
        Column("reviewer", "text", "Who decided", required=True),
        Column("reason", "text", "Why"),
        Column("decided_at", "timestamp", "When", required=True),
        Column(
            "target",
            "mark[]",
            "The first claim of each telling of the fact, as the reviewer saw it; none of an article",
            required=True,
        ),
        Column(
            "other",
            "mark[]",
            "The same of the other fact (merge), of what is set apart (split), the denial",
            required=True,
        ),
    ),
)

STAGING_ARTICLES = Table(
    "staging.articles",
    "Cleaned articles: publication day, source and language settled; the text stays as delivered.",
    ("article_id", "version"),
    (
        Column("article_id", "text", "Id of the article", required=True),
        Column("version", "int", "Version of the article", required=True),
        Column("is_current", "bool", "Whether this is the newest version", required=True),
        Column("external_id", "text", "The id under which it was delivered"),
        Column("source_id", "text", "Publisher (data/sources), provisional where unknown", required=True),
        Column("url", "text", "URL as delivered"),
        Column("outlet", "text", "Outlet, by its registered title where known"),
        Column(
            "title", "text", "Title as delivered, wrongly decoded letters repaired, else the headline found in the text"
        ),
        Column("title_from", "text", "metadata, text or none", required=True),
        Column(
            "language", "text", "BCP 47 language, as delivered where the text does not say otherwise; null: unknown"
        ),
        Column("language_from", "text", "text, metadata or none", required=True),
        Column("is_read", "bool", "Whether its language is read: English, or unknown", required=True),
        Column(
            "published_on", "date", "Publication day in the zone it was delivered in; null where nothing decides it"
        ),
        Column(
            "published_from", "text", "metadata, header, feed, url, filename, dateline, reviewer or none", required=True
        ),
        Column("published_at", "timestamp", "Publication time; null where it was not delivered with a zone"),
        Column("published_offset", "text", "Offset from UTC that the time was delivered with, as +05:00"),
        Column(
            "published_confidence",
            "text",
            "confirmed (another place agrees), stated (by one), inferred (year or order of day and month from elsewhere), "
            "contradicted, none",
            required=True,
        ),
        Column("has_published_conflict", "bool", "Whether what is delivered and written disagree", required=True),
        Column(
            "published_flag",
            "text",
            "The gravest doubt: epoch, future, swapped, years_off, disagrees, ambiguous or unreadable; null: none",
        ),
        Column("published_candidates", "json", "What each place says: from, words, agrees", required=True),
        Column("text", "text", "Text exactly as delivered; all offsets count its characters", required=True),
        Column("near_duplicate_of", "text", "article_id of the article this one copies or contains, itself no copy"),
        Column(
            "duplicate_kind", "text", "exact, near (has little of its own) or partial (holds the other one, and more)"
        ),
        Column(
            "likeness",
            "double",
            "Share of its words that are the original's; of a partial copy: of the original's words",
        ),
        Column("shared_spans", "json", "Of a partial copy: [start, end) of each passage that is the original's"),
        Column("text_licence", "text", "Licence of the text as its source states it"),
        Column("n_sentences", "int", "Number of sentences", required=True),
        Column("first_seen_at", "timestamp", "When this version was first read", required=True),
    ),
    grows=True,
)

STAGING_CLEANINGS = Table(
    "staging.cleanings",
    "What each row of staging.articles was made from: what stands here is not cleaned again.",
    ("article_id", "version"),
    (
        Column("article_id", "text", "Id of the article", required=True),
        Column("version", "int", "Version of the article", required=True),
        Column("delivery", "text", "Hash of the row of raw.articles and of whether it is the newest version", True),
        Column("cleaner_version", "text", "Hash of the rules that cleaned it", required=True),
        Column("sources_version", "text", "Hash of the definitions of publishers that named its source", required=True),
    ),
    grows=True,
)

STAGING_SKETCHES = Table(
    "staging.sketches",
    "Fingerprints of the current version of each article, by which copies are found.",
    ("article_id",),
    (
        Column("article_id", "text", "Id of the article", required=True),
        Column("text_sha256", "text", "sha256 of the text", required=True),
        Column("sketch", "int[]", "Fingerprints of the text, in ascending order", required=True),
        Column("credit", "text", "The publisher that its dateline credits, as written"),
        Column("is_credited_elsewhere", "bool", "Whether that is another publisher than its own", required=True),
        Column("is_settled", "bool", "Whether copies were settled since this row was written", required=True),
    ),
    grows=True,
)

STAGING_COMPARISONS = Table(
    "staging.comparisons",
    "Texts that were compared: what stands here is not compared again.",
    ("later_sha256", "earlier_sha256"),
    (
        Column("later_sha256", "text", "sha256 of the text published later", required=True),
        Column("earlier_sha256", "text", "sha256 of the text published earlier", required=True),
        Column("kind", "text", "exact, near or partial; null where the later one is no copy"),
        Column("likeness", "double", "See staging.articles"),
        Column("spans", "json", "See staging.articles"),
        Column("rules", "text", "Hash of the rules that compared them", required=True),
    ),
    grows=True,
)

STAGING_SOURCES = Table(
    "staging.sources",
    "Publishers: those of data/sources, and a provisional row for each outlet that none of them names.",
    ("source_id",),
    (
        Column("source_id", "text", "Slug of the publisher", required=True),
        Column("title", "text", "Title of the publisher", required=True),
        Column("country", "text", "ISO 3166-1 alpha-3 of the publisher's seat"),
        Column("is_official", "bool", "Whether a state or a party publishes it", required=True),
        Column("kind", "text", "agency, newspaper, broadcaster, online, government, un, ngo"),
        Column("scale", "text", "international, national, local"),
        Column("language", "text", "BCP 47 language"),
        Column("time_zone", "text", "IANA time zone its times are told in"),
        Column("bias", "text", "What is known to colour its reports, in neutral words"),
        Column("licence", "text", "Licence of its texts"),
        Column("description", "text", "What it is"),
        Column("feeds", "text[]", "Addresses of its feeds; null where none is defined"),
        Column("is_provisional", "bool", "Whether no definition names it", required=True),
        Column("expected_min", "int", "Fewest articles expected of it"),
        Column("expected_max", "int", "Most articles expected of it"),
        Column("expected_per", "text", "all, day, week: in what the articles are counted"),
        Column("expected_severity", "text", "warn, error: whether a count outside its bounds stops the build"),
    ),
)

STAGING_SENTENCES = Table(
    "staging.sentences",
    "Sentences of the articles; offsets count characters of staging.articles.text from 0, end exclusive.",
    ("sentence_id",),
    (
        Column("sentence_id", "text", "article_id:version:number", required=True),
        Column("article_id", "text", "Id of the article", required=True),
        Column("version", "int", "Version of the article", required=True),
        Column("number", "int", "Place in the article, from 0", required=True),
        Column("char_start", "int", "First character", required=True),
        Column("char_end", "int", "One past the last character", required=True),
        Column("text", "text", "Exactly the text between the offsets", required=True),
        Column("is_quote", "bool", "Whether the whole sentence stands inside quotation marks", required=True),
        Column(
            "part",
            "text",
            "headline, repeat (of the headline), body, byline, dateline, timestamp, caption, paywall, related, share, notice, tail or bio",
            required=True,
        ),
        Column("is_boilerplate", "bool", "Whether the part is no story (neither headline nor body): not read", True),
    ),
)

STAGING_CLAIMS = Table(
    "staging.claims",
    "What one sentence says, by whom: one row per sentence × asserted fact × speaker.",
    ("claim_id",),
    (
        Column("claim_id", "text", "Hash of sentence, kind, span and speaker", required=True),
        Column("article_fact_id", "text", "The fact of this article the claim belongs to; null where it makes none"),
        Column("article_id", "text", "Id of the article", required=True),
        Column("version", "int", "Version of the article", required=True),
        Column("sentence_id", "text", "Sentence that says it", required=True),
        Column("char_start", "int", "First character of the quote in the article", required=True),
        Column("char_end", "int", "One past its last character", required=True),
        Column("quote", "text", "Exactly the text between the offsets", required=True),
        Column(
            "claim_kind", "text", "incident, casualty, talks, ceasefire, deportation, border_status, statement", True
        ),
        Column("event_type", "text", "ACLED event type, or the kind's own event"),
        Column("sub_event_type", "text", "ACLED sub-event type"),
        Column("reporting_verb", "text", "Lemma of the verb that reports it"),
        Column("speaker_id", "text", "Actor id of the speaker"),
        Column("speaker", "text", "Name of the speaker; null where the reporter says it"),
        Column("speaker_role", "text", "Role of the speaker as the text gives it, else on that day"),
        Column("speaker_side", "text", "side_a, side_b, mediator, third_party, un_agency, media, unknown", True),
        Column("voice", "text", "direct_quote, indirect_speech, reporter, anonymous_official", required=True),
        Column(
            "stance",
            "text",
            "asserts, denies, attributes_to_other, claims_responsibility, confirms, declines_comment, revises",
            True,
        ),
        Column("modality", "text", "actual, negated, hypothetical, conditional, future, historical", required=True),
        Column("target_claim_id", "text", "The claim it denies or confirms"),
        *_TIME,
        *_PLACE,
        Column("actors", "actor[]", "Who did it, or the parties", required=True),
        Column("recipients", "actor[]", "To whom it was done, or the mediators", required=True),
        Column("payload", "json", "Fields of the kind, as this sentence gives them", required=True),
        *_BOOKS,
    ),
)

STAGING_ARTICLE_FACTS = Table(
    "staging.article_facts",
    "Facts of one article: its claims about one event already merged; dbt links these across articles.",
    ("article_fact_id",),
    (
        Column("article_fact_id", "text", "Hash of the article, the kind and the first claim", required=True),
        Column("fact_kind", "text", "incident, talks, ceasefire, deportation, border_status, statement", required=True),
        Column("article_id", "text", "Id of the article", required=True),
        Column("version", "int", "Version of the article", required=True),
        Column("first_claim_id", "text", "The first claim it rests on", required=True),
        Column("char_start", "int", "Where its first evidence starts", required=True),
        Column("event_type", "text", "ACLED event type, or the kind's own event"),
        Column("sub_event_type", "text", "ACLED sub-event type"),
        *_TIME,
        *_PLACE,
        Column("actors", "actor[]", "Who did it, or the parties", required=True),
        Column("recipients", "actor[]", "To whom it was done, or the mediators", required=True),
        Column("payload", "json", "Merged fields of the kind (docs/methodology.md)", required=True),
        Column("is_main", "bool", "Whether it is the first fact of its kind that the article tells", required=True),
        Column("words", "count[]", "Stems it is compared by, with their counts (incidents)", required=True),
        *_BOOKS,
    ),
)

STAGING_EXTRACTIONS = Table(
    "staging.extractions",
    "Which article versions have been read or passed over, by which extractor, as what: what stands here is not read again.",
    ("article_id", "version"),
    (
        Column("article_id", "text", "Id of the article", required=True),
        Column("version", "int", "Version of the article", required=True),
        Column("extractor_version", "text", "Version of the extractor that read it", required=True),
        Column("read_from", "text", "Hash of what it was read from: title, publication day, text", required=True),
        Column("status", "text", "read, other_language or off_beat (kept, not read), or unreadable", required=True),
        Column("error", "text", "Why it could not be read; null where it was"),
        Column("n_claims", "int", "Claims found", required=True),
        Column("n_facts", "int", "Facts found", required=True),
        Column("recorded_at", "timestamp", "When it was read", required=True),
    ),
)

TABLES: tuple[Table, ...] = (
    RAW_ARTICLES,
    RAW_REJECTS,
    RAW_FILES,
    RAW_REVIEW_DECISIONS,
    STAGING_SOURCES,
    STAGING_ARTICLES,
    STAGING_CLEANINGS,
    STAGING_SKETCHES,
    STAGING_COMPARISONS,
    STAGING_SENTENCES,
    STAGING_CLAIMS,
    STAGING_ARTICLE_FACTS,
    STAGING_EXTRACTIONS,
)
