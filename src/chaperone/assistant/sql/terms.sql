-- Fills assistant_lexeme and assistant_term from assistant_passage, from the titles given
-- ([{"passage_id", "title"}]) and the marks ([{"passage_id", "mark", "weight"}]).
-- A lexeme in the answer counts by BM25 (k1 = 1.2, b = 0.75; Robertson & Zaragoza 2009), one in the
-- title by what part of the title it is; the figures were tuned on questions in members' words.
create temporary table counted on commit drop as
select id, true as in_title, word.lexeme, cardinality(word.positions) as times
from jsonb_to_recordset(%(titles)s) as titles(id text, title text),
    unnest(to_tsvector('english', title)) as word
union all
select id, false, word.lexeme, cardinality(word.positions)
from assistant_passage, unnest(to_tsvector('english', answer)) as word;

insert into assistant_lexeme (lexeme, rarity)
select lexeme, ln(1 + (passages - spread + 0.5) / (spread + 0.5))
from (select lexeme, count(distinct id) as spread from counted group by lexeme) as spreads,
    (select count(*)::real as passages from assistant_passage) as size;

with
lengths as (
    select id, in_title, sum(times)::real as length from counted group by id, in_title
),
averages as (
    select in_title, avg(length)::real as average from lengths group by in_title
),
worth as (
    select counted.id, lexeme,
        case
            when in_title then 1 / (0.7 + 0.3 * length / average)
            else 0.4 * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length / average))
        end as worth
    from counted join lengths using (id, in_title) join averages using (in_title)
)
insert into assistant_term (lexeme, passage_id, weight)
select lexeme, id, rarity * sum(worth)
from worth join assistant_lexeme using (lexeme)
group by lexeme, rarity, id
union all
select mark, passage_id, weight
from jsonb_to_recordset(%(marks)s) as marks(passage_id text, mark text, weight real);
