"""What can go wrong with the request log."""


class RequestLogError(Exception):
    """Something is wrong with the request log."""


class NotLogged(RequestLogError):
    """The request could not be written down, so nothing may be shown for it."""
