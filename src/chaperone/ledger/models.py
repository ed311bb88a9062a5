"""The ledger's tables. They are made, guarded and partitioned in ``sql/``."""

from django.db import models


class Entry(models.Model):
    """One act. ``sealed`` is what counts; the other columns are there to search by."""

    id = models.UUIDField(primary_key=True)
    organization_id = models.UUIDField()
    event = models.TextField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.event} {self.id}"


class Subject(models.Model):
    """A member whom an entry is about."""

    pk = models.CompositePrimaryKey("organization_id", "member_id", "entry_id")
    organization_id = models.UUIDField()
    member_id = models.UUIDField()
    entry_id = models.UUIDField()

    def __str__(self) -> str:
        return f"member {self.member_id} in entry {self.entry_id}"


class Element(models.Model):
    """A data element of which an entry says that it was opened: ``table.element``."""

    pk = models.CompositePrimaryKey("entry_id", "element")
    organization_id = models.UUIDField()
    element = models.TextField()
    entry_id = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.element} in entry {self.entry_id}"


class Pending(models.Model):
    """An entry that has no place in the tree yet."""

    entry_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return f"entry {self.entry_id} waits"


class Leaf(models.Model):
    """The place of an entry in the tree."""

    leaf_index = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    leaf_hash = models.BinaryField()

    def __str__(self) -> str:
        return f"leaf {self.leaf_index}"


class Tree(models.Model):
    """The tree as it stands: a single row. ``epoch`` fences off earlier sequencers."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    frontier = models.BinaryField()
    epoch = models.BigIntegerField()

    def __str__(self) -> str:
        return f"tree of {self.size}"


class ClockJump(models.Model):
    """What the sequencer noticed about the clock, and the entry that records it."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    seconds = models.FloatField()
    before = models.DateTimeField()
    after = models.DateTimeField()
    at_start = models.BooleanField()
    entry_id = models.UUIDField(null=True)

    class Meta:
        db_table = "ledger_clock_jump"

    def __str__(self) -> str:
        return f"{self.kind} by {self.seconds:.1f} s"


class Checkpoint(models.Model):
    """A signed statement of the tree's root at a size (C2SP tlog-checkpoint)."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"checkpoint at {self.size}"


class KeyChange(models.Model):
    """The statement that the log's next key signs from a size on."""

    number = models.IntegerField(primary_key=True)
    size = models.BigIntegerField(unique=True)
    note = models.TextField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"change of key {self.number} at {self.size}"


class Cosignature(models.Model):
    """What a witness said of a checkpoint (C2SP tlog-cosignature)."""

    number = models.BigAutoField(primary_key=True)
    checkpoint = models.ForeignKey(Checkpoint, models.DO_NOTHING, db_column="size")
    witness = models.TextField()
    line = models.TextField()
    witnessed_at = models.DateTimeField()
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"cosignature {self.number} at {self.checkpoint_id}"


class Mirror(models.Model):
    """How far a mirror is, as the sequencer last found it."""

    name = models.TextField(primary_key=True)
    size = models.BigIntegerField(default=0)
    cosigned = models.BigIntegerField(default=0)
    kept_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField()
    problem = models.TextField(default="")

    def __str__(self) -> str:
        return f"mirror {self.name} at {self.size}"
