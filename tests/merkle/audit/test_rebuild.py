from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from chaperone.merkle.audit.folder import Folder
from chaperone.merkle.audit.rebuild import Rebuild
from chaperone.merkle.audit.recompute import leaf_hashes
from tests.merkle import oracle
from tests.merkle.folders import entries


class AnyTile(Folder):
    """Agrees with whatever is rebuilt, so that only the roots are looked at."""

    def __init__(self) -> None:
        super().__init__(Path("nowhere"))
        self.told: list[bytes] = []

    def tile(self, level: int, index: int, width: int) -> tuple[str, list[bytes]]:
        return "tile", self.told


@settings(deadline=None)
@given(size=st.integers(0, 1100), widths=st.lists(st.integers(0, 256), max_size=4))
def test_the_root_at_any_size_is_the_oracles(size: int, widths: list[int]) -> None:
    log = entries(size // 256 * 256 + 256)
    folder = AnyTile()
    rebuild = Rebuild(folder, len(log), b"")
    for start in range(0, len(log) - 256, 256):
        folder.told = leaf_hashes(log[start : start + 256])
        rebuild.add(folder.told)
    start = len(log) - 256
    expected = [oracle.mth(log[: start + width]) for width in widths]
    assert rebuild.roots(leaf_hashes(log[start:]), widths) == expected
    assert rebuild.root() == oracle.mth(log[:start])
