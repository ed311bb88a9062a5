-- The vetted library. No organization: reference data, the same for all.
create table assistant_passage (
    id text primary key,
    subject text not null,
    question text not null,
    answer text not null,
    topics text[] not null,
    url text not null,
    source text not null,
    licence text not null
);

-- What a passage is found by: its lexemes (PostgreSQL's English dictionary) and marks such as
-- 'kind:causes', each with what a match is worth. Summing the rows of a question's words ranks the
-- whole library with one short index scan a word. (ts_rank over an OR of the lexemes would read
-- nearly every passage for the word "diabetes", and would not know that rare words say more.)
-- Only load_library writes here, passages and terms together: no foreign key to check 100,000 times.
create table assistant_term (
    lexeme text not null,
    passage_id text not null,
    weight real not null,
    primary key (lexeme, passage_id) include (weight)
);

-- How rare each lexeme is: ln(passages / passages with it), smoothed.
create table assistant_lexeme (
    lexeme text primary key,
    rarity real not null
);

grant select on assistant_passage, assistant_term, assistant_lexeme
    to chaperone_web, chaperone_worker;
