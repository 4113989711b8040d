-- Words of incidents, numbered in the order of the alphabet.
with words as (
    select distinct word from {{ ref('int_incidents__worded') }}
)

select
    word,
    row_number() over (order by word) - 1 as word_no
from words
