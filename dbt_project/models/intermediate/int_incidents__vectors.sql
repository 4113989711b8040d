-- The words of incidents as numbers, to be multiplied.
select
    incidents.telling,
    vocabulary.word_no,
    worded.weight
from {{ ref('int_incidents__worded') }} as worded
inner join {{ ref('int_incidents__vocabulary') }} as vocabulary on worded.word = vocabulary.word
inner join {{ ref('int_incidents__described') }} as incidents on worded.article_fact_id = incidents.article_fact_id
