"""People who sign in, their sessions and factors. For whom they work is a grant, in ``access``."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower, Now

from chaperone.database.identifiers import new_id

LONGEST_USER_AGENT = 200


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str, **fields: Any) -> "User":
        """Makes a person who signs in with ``email``. Raises ``ValueError`` without one."""
        if not email:
            raise ValueError("A person needs an e-mail address to sign in.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A unique person (45 CFR 164.312(a)(2)(i)); accounts are never shared."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    username = models.CharField(
        max_length=64,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]{2,}$", "At least 3 of: a-z 0-9 . - _")],
    )
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    password_set_at = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_once"),
            models.UniqueConstraint(Lower("username"), name="accounts_user_username_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class PastPassword(models.Model):
    """The hash of a password that somebody had, so that a policy can refuse it for a while."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    password = models.CharField(max_length=128)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"], name="accounts_pastpassword_latest")
        ]

    def __str__(self) -> str:
        return f"A past password of {self.user_id}"


class Session(models.Model):
    """A stay of one person in one browser (45 CFR 164.312(a)(2)(iii), (d)).

    ``key`` is the hash under which the Django session is stored, too; the key itself is known to
    the browser alone. ``organization_id`` is the organization that was chosen for the session.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organization_id = models.UUIDField(null=True)
    open_floor = models.BooleanField(default=False)
    signed_in_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    address = models.CharField(max_length=45)
    user_agent = models.CharField(max_length=LONGEST_USER_AGENT)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=32, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["user"],
                condition=models.Q(ended_at=None),
                name="accounts_session_open",
            ),
            models.Index(
                fields=["organization_id", "-signed_in_at"], name="accounts_session_of_organ"
            ),
        ]

    def __str__(self) -> str:
        return f"Session {self.id}"


class RecoveryCode(models.Model):
    """A code that lets somebody in once without their device; only a keyed hash is stored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.BinaryField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "code_hash"], name="accounts_recoverycode_once"
            ),
        ]

    def __str__(self) -> str:
        return f"A recovery code of {self.user_id}"


class Throttle(models.Model):
    """Wrong tries against one account or name, or from one address, and until when it is closed.

    ``subject`` is a keyed hash: people type passwords where a name belongs.
    """

    subject = models.CharField(primary_key=True, max_length=64)
    failures = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.failures} wrong tries"


class Link(models.Model):
    """A link that was or will be e-mailed, and what it lets its reader do, once.

    Asked for by name on a public page, so ``user`` is empty where nobody has that name: the row is
    made all the same. A worker makes the token and mails it; only its hash is stored.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", "sets the first password"
        RESET = "reset", "sets a new password, with the second factor"
        CHECKED = "checked", "sets a new password, after an identity check"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    token_hash = models.BinaryField(null=True, unique=True)
    made_by = models.UUIDField(null=True)
    requested_at = models.DateTimeField(db_default=Now())
    handled_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                condition=models.Q(handled_at=None),
                name="accounts_link_waiting",
            ),
            models.Index(fields=["user"], name="accounts_link_user"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} link {self.id}"


class SignInChange(models.Model):
    """How a person signs in was changed; they are told by e-mail (OWASP ASVS 5.0, 6.3.7).

    Made in the transaction of the change; a worker mails what waits. Holds nothing of the change
    but its kind.
    """

    class Kind(models.TextChoices):
        PASSWORD = "password", "Your password was changed."
        TOTP_ADDED = "totp_added", "An authenticator app was added."
        TOTP_REMOVED = "totp_removed", "An authenticator app was removed."
        WEBAUTHN_ADDED = "webauthn_added", "A passkey or security key was added."
        WEBAUTHN_REMOVED = "webauthn_removed", "A passkey or security key was removed."
        ALL_REMOVED = "all_removed", "All second factors and recovery codes were removed."
        RECOVERY_CODES = (
            "recovery_codes",
            "New recovery codes were made; earlier ones stopped working.",
        )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    handled_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                condition=models.Q(handled_at=None),
                name="accounts_signinchange_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Forwarder(models.Model):
    """A peer from inside that says for whom it asks, and that ``CHAPERONE_PROXIES`` does not name.

    Either it is a proxy of ours, and everybody behind it counts as one; or somebody tries.
    """

    peer = models.GenericIPAddressField(primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.peer


class Invitation(models.Model):
    """Somebody was asked to join an organization. What became of it is a fact of its link."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization_id = models.UUIDField(editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="+")
    invited_by = models.UUIDField(null=True)
    invited_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="accounts_invitation_latest"),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.id}"
