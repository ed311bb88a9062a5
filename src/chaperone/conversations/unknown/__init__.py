"""Texts from numbers that belong to no member: a member with a borrowed or new phone, or nobody of
ours. Found urgent by the rules of every text, met by the fixed text where a life may depend on it,
and left to people (docs/decisions/0050).
"""
