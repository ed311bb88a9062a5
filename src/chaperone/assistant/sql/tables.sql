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

-- What each passage is found by: its lexemes (PostgreSQL's English dictionary) with what a match is
-- worth (BM25 over two fields: subject with question, and answer), and marks such as 'kind:causes'.
-- Summing a question's rows ranks the whole library in one index scan per word, where ts_rank over
-- an OR of the lexemes would read nearly every passage and knows nothing of rare words.
create table assistant_term (
    lexeme text not null,
    passage_id text not null references assistant_passage on delete cascade,
    weight real not null,
    primary key (lexeme, passage_id) include (weight)
);

grant select on assistant_passage, assistant_term to chaperone_web, chaperone_worker;
