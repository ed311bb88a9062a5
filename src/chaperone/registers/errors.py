"""What keeps a record of the programme from being changed, signed, filed or imported."""

from chaperone.errors import Sentence


class RegistersError(Sentence):
    """The register was not changed."""


class NoFreshFactor(RegistersError):
    """Prove your second factor once more: a signature rests on it."""


class NotGuarded(RegistersError):
    """No room has said who may read files of this kind."""


class AttachmentRefused(RegistersError):
    """This file cannot be kept."""


class NoSuchAttachment(RegistersError):
    """There is no such file, or it was retired."""


class UploadGone(RegistersError):
    """This file was imported or discarded, or its half hour is over."""


class LinesRefused(RegistersError):
    """Lines of the file cannot be imported any more: the register has changed. Look it over."""
