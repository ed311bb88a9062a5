"""Which version runs, and whether somebody approved it."""

import chaperone


def running_version() -> str:
    """The version that runs, such as ``0.1.0``."""
    return chaperone.__version__


def told(state: str) -> str:
    """What to say of the version that runs; empty where it was approved.

    ``state``: approved, waiting, refused or none, as ``risks_release_state`` in SQL gives it.
    """
    if state == "approved":
        return ""
    what = {
        "waiting": "has an assessment that nobody has approved yet",
        "refused": "was refused",
    }.get(state, "has no assessment on record")
    return (
        f"Version {running_version()} {what}. Assess and approve it on the page “Releases”"
        " (risks/changes/), before it ships where you can (45 CFR 164.308(a)(1)(ii)(B))."
    )
