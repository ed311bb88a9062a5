-- Fills assistant_term from assistant_passage and the marks given ([{"passage_id", "mark", "weight"}]).
-- BM25F: Robertson & Zaragoza, "The Probabilistic Relevance Framework" (2009), k1 = 1.2.
with
field as (
    select id, 4.0 as boost, 0.0 as flattening, to_tsvector('english', subject || ' ' || question) as words
    from assistant_passage
    union all
    select id, 1.0, 0.75, to_tsvector('english', answer)
    from assistant_passage
),
counted as (
    select id, boost, flattening, word.lexeme, cardinality(word.positions) as times,
        sum(cardinality(word.positions)) over (partition by id, boost) as length
    from field, unnest(words) as word
),
scaled as (
    select id, lexeme, sum(
        boost * times / (1 - flattening + flattening * counted.length / average.length)
    ) as times
    from counted join (
        select boost, avg(length) as length
        from (select distinct id, boost, length from counted) as lengths group by boost
    ) as average using (boost)
    group by id, lexeme
),
spread as (
    select lexeme, count(*) as passages from scaled group by lexeme
),
size as (
    select count(*) as passages from assistant_passage
)
insert into assistant_term (lexeme, passage_id, weight)
select scaled.lexeme, scaled.id,
    ln(1 + (size.passages - spread.passages + 0.5) / (spread.passages + 0.5))
        * times * 2.2 / (times + 1.2)
from scaled join spread using (lexeme) cross join size
union all
select mark, passage_id, weight
from jsonb_to_recordset(%s) as marks(passage_id text, mark text, weight real);
