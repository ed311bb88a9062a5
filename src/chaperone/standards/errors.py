"""What can be wrong with a citation."""


class StandardsError(Exception):
    """The catalogue of standards does not say."""


class NoSuchStandard(StandardsError):
    """The catalogue has no standard of this citation."""

    def __init__(self, citation: str) -> None:
        super().__init__(f"The catalogue has no standard “{citation}”.")
