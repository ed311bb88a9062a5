"""Keeps the web server of emergency mode alive until a signal: its own process, left running."""

import os
import time
from pathlib import Path

from chaperone.cli.children import Child
from chaperone.cli.folder import DataFolder, default_folder
from chaperone.cli.processes import EMERGENCY
from chaperone.cli.serve import set_by_signals

_LOOK_SECONDS = 0.5
_STOP_SECONDS = 10.0


def run() -> None:
    """Start it, start it anew when it ends, stop it with this process."""
    folder = DataFolder(default_folder())
    stop = set_by_signals()
    child = Child(EMERGENCY, environment=os.environ, logs=Path(folder.logs))
    child.start()
    while not stop.wait(_LOOK_SECONDS):
        if sentence := child.revive():
            print(f"chaperone: {sentence}", flush=True)
    child.ask_to_stop()
    child.ensure_stopped(time.monotonic() + _STOP_SECONDS)


if __name__ == "__main__":
    run()
