-- The passages that fit best. Takes words with their weights, marks with theirs, how many.
with
asked as (
    select lexeme, max(given.weight) as weight
    from unnest(%(words)s::text[], %(weights)s::real[]) as given(word, weight),
        unnest(to_tsvector('english', given.word))
    group by lexeme
    union all
    select * from unnest(%(marks)s::text[], %(mark_weights)s::real[])
),
found as (
    select passage_id, sum(asked.weight * term.weight) as score
    from asked join assistant_term as term using (lexeme)
    group by passage_id
    order by score desc, passage_id
    limit %(limit)s
)
select found.passage_id, found.score
from found order by found.score desc, found.passage_id
