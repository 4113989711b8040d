-- Accusations, blame and threats by who speaks and of whom.
select
    coalesce(speakers.name, statements.speaker) as speaker,
    actors.name as about,
    statements.statement_type,
    count(*) as n_statements,
    min(statements.said_on) as first_on,
    max(statements.said_on) as last_on
from (select *, unnest(about_ids) as about_id from {{ ref('fct_statements') }}) as statements
inner join {{ ref('dim_actors') }} as actors on statements.about_id = actors.actor_id
left join {{ ref('dim_actors') }} as speakers on statements.speaker_id = speakers.actor_id
where statements.statement_type in ('accusation', 'blame', 'condemnation', 'threat', 'warning')
group by all
order by n_statements desc, speaker, about, statements.statement_type
