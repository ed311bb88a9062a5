"""What keeps a review of activity from being judged or signed."""

from chaperone.errors import Sentence


class ReviewsError(Sentence):
    """The review was not changed."""


class NoSuchReview(ReviewsError):
    """There is no such review here."""


class OwnAccess(ReviewsError):
    """Nobody judges their own access: this line waits for somebody else."""


class NotAllJudged(ReviewsError):
    """Judge every line of the sample first; your own wait for somebody else."""


class AlreadySigned(ReviewsError):
    """This review was signed already."""


class AlreadyJudged(ReviewsError):
    """This line was judged already."""
