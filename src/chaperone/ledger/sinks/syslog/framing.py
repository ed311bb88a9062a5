"""Octet counting (RFC 5425, 4.3): how messages follow each other on a stream."""


def framed(message: bytes) -> bytes:
    """The message with its length before it, so that nothing in it can begin another one."""
    return b"%d %b" % (len(message), message)
