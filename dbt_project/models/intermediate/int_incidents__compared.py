"""Pairs of incidents that can decide which tellings are one: all that share a block, within what strong pairs join.

A pair under the bar counts in the mean of two groups, but only groups that a chain of pairs over the bar joins are ever
asked: between two parts that none joins pairs are many, and decide nothing.  So all pairs are walked through, some at a
time, and only those within a part are written.
"""

import numpy as np
import pyarrow as pa

from pipelines.link.candidates import compared, matrix, pairs, parts, shared

PAIR = ["left_telling", "right_telling", "likeness"]
SCHEMA = pa.schema(
    [
        ("left_telling", pa.int64()),
        ("right_telling", pa.int64()),
        ("likeness", pa.float64()),
        ("shared_words", pa.list_(pa.string())),
    ]
)


def model(dbt, session):
    """One row a pair: the earlier and the later telling, likeness of their words, the shared words that say most."""
    dbt.config(materialized="table")
    incidents = dbt.ref("int_incidents__described").project(
        "telling, dense_rank() over (order by article_id) as article"
    )
    tellings, articles = incidents.order("telling").fetchnumpy().values()
    blocked = dbt.ref("int_incidents__blocked").fetchnumpy()
    worded = dbt.ref("int_incidents__vectors").fetchnumpy()
    by_block = matrix(tellings, blocked["telling"], blocked["block_no"])
    by_word = matrix(tellings, worded["telling"], worded["word_no"], worded["weight"])
    vocabulary = dbt.ref("int_incidents__vocabulary").project("word, word_no").order("word_no")
    words = vocabulary.to_arrow_table()["word"].combine_chunks()

    strong = [_strong(dbt, session, tellings, *some) for some in compared(by_block, articles, by_word)]
    joined = np.searchsorted(tellings, np.concatenate([np.empty((2, 0), np.int64), *strong], axis=1))
    part = parts(joined[0], joined[1], len(tellings))
    kept = []
    for left, right in pairs(by_block, articles):
        inside = part[left] == part[right]
        alike, shown, starts = shared(by_word, left[inside], right[inside])
        said = pa.ListArray.from_arrays(starts.astype(np.int32), words.take(shown))
        kept.append(pa.table([tellings[left[inside]], tellings[right[inside]], alike, said], schema=SCHEMA))
    return pa.concat_tables([SCHEMA.empty_table(), *kept])


def _strong(dbt, session, tellings, left, right, alike):
    """Which of these pairs reach the bar, with all that speaks for and against them."""
    session.register("some_pairs", pa.table([tellings[left], tellings[right], alike], names=PAIR))
    found = session.execute(f"from {dbt.this.schema}.strong_pairs('some_pairs')").fetchnumpy()
    return np.stack([found["left_telling"], found["right_telling"]])
