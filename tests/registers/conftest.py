import pytest

from chaperone.registers.declared import Register
from tests.registers.scene import declare_while


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Register:
    """A register that is declared, and records that are guarded."""
    return declare_while(monkeypatch)
