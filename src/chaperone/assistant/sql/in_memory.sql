-- The library is ranked in memory since (chaperone.assistant.ranking).
drop table assistant_term, assistant_lexeme;
