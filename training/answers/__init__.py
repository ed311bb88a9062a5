"""The part of `make train` that is for answers: weights of the ranking, and when to decline."""
