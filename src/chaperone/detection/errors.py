class DetectionError(Exception):
    """Looking for suspicious activity did not work."""


class UnsuitableRule(DetectionError):
    """A rule is not written as rules are."""
