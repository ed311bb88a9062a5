"""The roots of the rooms' errors: the docstring of each is the sentence that people read."""


class Sentence(Exception):
    """Its docstring on one line, or the sentence that is given instead."""

    def __init__(self, instead: str = "") -> None:
        super().__init__(instead or _docstring_of(self))


class SentenceAbout(Exception):
    """Its docstring on one line, and after it what it is about, where that is given."""

    def __init__(self, about: str = "") -> None:
        super().__init__(f"{_docstring_of(self)} {about}".strip())


def _docstring_of(error: Exception) -> str:
    return " ".join((type(error).__doc__ or "").split())
