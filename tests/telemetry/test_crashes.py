"""Processes that end badly, as processes of their own: no memory on disk, no value on any output."""

import subprocess
import sys

import pytest

CANARY = "Wilhelmina Quackenbush"
_BEFORE = """
import logging, os, resource, signal, sys, threading
from chaperone.telemetry import crashes, lines
handler = logging.StreamHandler()
handler.setFormatter(lines.Lines())
logging.basicConfig(handlers=[handler])
crashes.guard()
name = "Wilhelmina " + "Quackenbush"
"""


def ended(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _BEFORE + code], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise ValueError(name)", "builtins.ValueError"),
        ("def f(name): raise KeyError(name)\nf(name)", "builtins.KeyError"),
        ("t = threading.Thread(target=int, args=(name,)); t.start(); t.join()", "ValueError"),
        (
            "class A:\n def __del__(self): raise RuntimeError(name)\na = A(); del a",
            "builtins.RuntimeError",
        ),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "Segmentation fault"),
        ("import warnings; warnings.warn(name)", "py.warnings"),
    ],
)
def test_kind_and_place_are_said_and_no_value(code: str, says: str) -> None:
    found = ended(code)
    assert says in found.stderr
    assert CANARY not in found.stderr + found.stdout
    assert "Quackenbush" not in found.stderr


def test_the_kernel_writes_no_memory() -> None:
    found = ended("print(resource.getrlimit(resource.RLIMIT_CORE))")
    assert found.stdout.strip() == "(0, 0)"


def test_other_processes_of_the_user_cannot_read_the_memory() -> None:
    found = ended("import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))")
    assert found.stdout.strip() == "0"


def test_a_command_says_kind_and_place_on_standard_error() -> None:
    code = "crashes.guard_command()\nraise ValueError(name)"
    found = ended(code)
    assert found.stderr.startswith("builtins.ValueError: {")
    assert CANARY not in found.stderr
