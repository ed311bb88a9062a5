"""What keeps a review of activity from being judged or signed."""


class ReviewsError(Exception):
    """The review was not changed."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or " ".join((type(self).__doc__ or "").split()))


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
