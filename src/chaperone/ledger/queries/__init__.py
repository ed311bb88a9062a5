"""Reading the ledger, for those of an organization who may (45 CFR 164.308(a)(1)(ii)(D)).

Each question has a file of its own.
"""

from chaperone.ledger.queries.about import accesses_to
from chaperone.ledger.queries.checkpoints import Signed, latest_checkpoint
from chaperone.ledger.queries.disclosing import Disclosed, disclosed
from chaperone.ledger.queries.outside import mirrors_and_witnesses
from chaperone.ledger.queries.rows import Page, Row, opened_rows, places, sealed_of
from chaperone.ledger.queries.sampling import Sample, sample
from chaperone.ledger.queries.searching import Filters, find_ids, search
from chaperone.ledger.queries.times import latest_time
from chaperone.ledger.queries.watching import Placed, Watched, happened, placed, tree_size, watched

__all__ = [
    "Disclosed",
    "Filters",
    "Page",
    "Placed",
    "Row",
    "Sample",
    "Signed",
    "Watched",
    "accesses_to",
    "disclosed",
    "find_ids",
    "happened",
    "latest_checkpoint",
    "latest_time",
    "mirrors_and_witnesses",
    "opened_rows",
    "placed",
    "places",
    "sample",
    "sealed_of",
    "search",
    "tree_size",
    "watched",
]
