"""Runs a command for as long as the parent process lives: `python -m flows.scheduler.child_watchdog COMMAND …`.

It ends the command when its own standard input closes. That happens however the parent ends, by SIGKILL too,
so that a server never outlives the program that started it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading


def main(command: list[str]) -> int:
    """Run the command until it ends or standard input closes; return its exit code."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - from our own code
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    # Ctrl-C reaches the parent too, which then closes our standard input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_when_left, args=(process,), daemon=True).start()
    return process.wait()


def _end_when_left(process: subprocess.Popen[bytes]) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
