"""A server that a command starts for itself ends with that command."""

import subprocess
import sys
from pathlib import Path

COMMAND = """
import subprocess, sys, os
server = subprocess.Popen([sys.executable, "-c", sys.argv[1], str(os.getpid())])
os.kill(os.getpid(), 9)
"""
SERVER = """
import os, pathlib, sys, threading
from flows.local.server_app import watch_parent
stopped = threading.Event()
watch_parent(int(sys.argv[1]), stopped.set)
print("stopped" if stopped.wait(20) else "still running", flush=True)
"""


def test_a_server_stops_when_its_command_is_killed() -> None:
    command = subprocess.run(
        [sys.executable, "-c", COMMAND, SERVER],
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[3],
        check=False,
    )

    # The output ends when the server has exited too: it holds the same pipe.
    assert command.stdout == "stopped\n"
