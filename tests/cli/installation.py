"""Runs a real supervisor over stand-ins for web, worker and sequencer: python installation.py PORT.

PostgreSQL, secrets, certificates, logins and the mark are the real ones; there is no schema.
"""

import sys
from pathlib import Path

from chaperone.cli import readiness, supervisor, up
from chaperone.cli.folder import Config, DataFolder, default_folder
from chaperone.cli.processes import Process
from chaperone.cli.supervisor import Supervisor
from chaperone.database.server import Server

WAIT = (sys.executable, "-c", "import signal; signal.pause()")
STUBBORN = (
    sys.executable,
    "-c",
    (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True);"
        "[signal.pause() for _ in iter(int, 1)]"
    ),
)
WEB = (sys.executable, str(Path(__file__).with_name("stand_in_web.py")))
supervisor._STOP_SECONDS = 1.0
readiness._upgrade = lambda folder, database, *, demo, url: {}

folder = DataFolder(default_folder())
Supervisor(
    folder,
    Config(port=int(sys.argv[1]), demo=False),
    server=Server(folder.database, password_file=folder.administrator, fsync=False),
    say=up._say,
    processes=(
        Process("web", "web", WEB),
        Process("worker-1", "worker", WAIT),
        Process("sequencer", "sequencer", STUBBORN if "stubborn" in sys.argv else WAIT),
    ),
).run(lambda: print("HEALTHY", flush=True))
print("STOPPED", flush=True)
