"""What can go wrong in `sms`. The docstring of each error is its message."""


class SmsError(Exception):
    """Something about a text message is not as it must be."""

    def __init__(self, detail: str = "") -> None:
        message = type(self).__doc__ or ""
        super().__init__(f"{message} {detail}".strip())


class NotE164(SmsError):
    """This is not a telephone number in international form, such as +16175550123."""
