"""Why a member could not be enrolled or changed."""


class MembersError(Exception):
    """The member could not be changed."""


class NumberTaken(MembersError):
    """Another member of the organization already has this telephone number."""
