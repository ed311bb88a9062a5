"""Why a member could not be enrolled or changed."""

from chaperone.errors import Sentence


class MembersError(Sentence):
    """The member could not be changed."""


class NumberTaken(MembersError):
    """Another member of the organization already has this telephone number."""


class CareTeamNameTaken(MembersError):
    """The organization already has a care team of this name."""


class NotACareTeam(MembersError):
    """There is no such care team here."""


class RegisterChanged(MembersError):
    """The register has changed since the file was looked over. Look it over again."""


class DestructionAsked(MembersError):
    """Somebody asked for this member's data to be destroyed. That must be taken back first."""


class NoEmail(MembersError):
    """There is no e-mail address to which notice could be agreed."""


class UploadGone(MembersError):
    """The uploaded file is not there any more."""
