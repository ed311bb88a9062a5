"""SoftHSM 2: a hardware security module in software, for tests. Found, or said how to get it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pkcs11
from pkcs11 import KeyType, MechanismFlag

PIN = "482913"
_LIBRARIES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
)


def library() -> Path:
    """Where the module is; ``make test`` has made sure that there is one."""
    found = next((Path(each) for each in _LIBRARIES if Path(each).exists()), None)
    complete = found is not None and shutil.which("softhsm2-util") is not None
    assert complete, "The tests of root keys in an HSM need SoftHSM 2: install 'softhsm2'."
    return found


@contextmanager
def token(folder: Path, label: str = "chaperone", key: str = "root") -> Iterator[Path]:
    """A token with an AES key that wraps; gives the module's library."""
    module = library()
    tokens = folder / "tokens"
    tokens.mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    command = ["softhsm2-util", "--init-token", "--free", "--label", label]
    try:
        subprocess.run([*command, "--pin", PIN, "--so-pin", PIN], check=True, capture_output=True)
        loaded = pkcs11.lib(str(module))
        # The module reads its configuration when it begins.
        loaded.reinitialize()
        with loaded.get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
            session.generate_key(
                KeyType.AES,
                256,
                label=key,
                store=True,
                capabilities=MechanismFlag.WRAP | MechanismFlag.UNWRAP,
            )
        yield module
    finally:
        if before is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = before
