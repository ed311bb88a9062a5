"""Child processes that do not outlive their parent."""

import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int, order: int = signal.SIGINT) -> None:
    """To be called in a new child (`preexec_fn`): the kernel sends `order` when the parent dies.

    Linux prctl(2). Must come after a change of user, which clears the setting. SIGINT is the
    fast shutdown of PostgreSQL.
    """
    _libc.prctl(_PR_SET_PDEATHSIG, int(order))
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)
