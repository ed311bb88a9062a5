"""What can go wrong with a document. The docstring of each error is its message."""


class DocumentError(Exception):
    """The document could not be made."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{type(self).__doc__ or ''} {detail}".strip())


class UnevenTable(DocumentError):
    """A row of a table has as many cells as the table has headings."""


class NotRendered(DocumentError):
    """The PDF could not be set."""
