"""What mirrors are called in the settings. Pure, so that settings and commands read it alike."""

from pathlib import Path

Address = Path | str
"""A folder, or ``s3://bucket/prefix``."""
S3 = "s3://"


def is_s3(address: Address) -> bool:
    """Whether it names a bucket and not a folder."""
    return str(address).startswith(S3)


def named_in(text: str, data: Path) -> list[Address]:
    """The mirrors that ``text`` names by comma; the one in the data folder where it names none."""
    parts = [part for part in map(str.strip, text.split(",")) if part]
    return [part if is_s3(part) else Path(part) for part in parts] or [data / "mirror"]
