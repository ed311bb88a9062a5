-- The passages that fit best: id, score, part of the member's own words covered, answer, source.
with
asked as (
    select lexeme, max(given.weight) as weight
    from unnest(%(words)s::text[], %(weights)s::real[]) as given(word, weight),
        unnest(to_tsvector('english', given.word))
    group by lexeme
    union all
    select * from unnest(%(marks)s::text[], %(mark_weights)s::real[])
),
found as materialized (
    select passage_id, sum(asked.weight * term.weight) as score
    from asked join assistant_term as term using (lexeme)
    group by passage_id
    order by score desc, passage_id
    limit %(limit)s
),
-- A word that no passage has is as rare as can be.
own as materialized (
    select word.lexeme, coalesce(known.rarity, 7) as rarity
    from unnest(to_tsvector('english', %(own)s)) as word
        left join assistant_lexeme as known on known.lexeme = word.lexeme
)
select passage.id, found.score,
    coalesce((
        select sum(rarity) filter (where exists (
            select from assistant_term
            where assistant_term.lexeme = own.lexeme and passage_id = passage.id
        )) / nullif(sum(rarity), 0)
        from own
    ), 0)::real,
    passage.answer, passage.source
from found join assistant_passage as passage on passage.id = found.passage_id
order by found.score desc, passage.id
