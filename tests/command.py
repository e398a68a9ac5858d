"""Runs `hirogari` as an operator does whose town speaks English: in the test's process, or in one of its own.

A process of its own spends two CPU seconds on imports and two more on cutting fonts. A test needs one only if its claim is
about the process: what it imports, how it is killed, its disk, its terminal.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import traceback
import warnings
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from flows.cli import main
from flows.command_line.terminal import terminal

PROGRAM = str(Path(sys.executable).with_name("hirogari"))
_LANGUAGE = "HIROGARI_TOWN__LANGUAGE"

Done = subprocess.CompletedProcess[str]
"""Exit code, standard output and standard error of a command."""


def hirogari(*arguments: str | Path, cwd: Path | None = None, language: str | None = "en") -> Done:
    """Run the command in the test's process; an error that it lets through is a traceback and exit code 1.

    Environment, umask, warnings, folder and terminal are those of a new process, and are put back.

    Args:
        arguments: the command line without the program's name.
        cwd: the folder to run in; the test's own if None.
        language: overrides the settings' language, unless None.
    """
    words = [*map(str, arguments)]
    said, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    umask = os.umask(0o022)
    try:
        with (
            mock.patch.dict(os.environ),
            mock.patch.object(sys, "stdin", io.StringIO()),
            mock.patch.dict(vars(terminal)),
            warnings.catch_warnings(),
            chdir(cwd or Path.cwd()),
            redirect_stdout(said),
            redirect_stderr(errors),
        ):
            os.environ.pop(_LANGUAGE, None)
            if language:
                os.environ[_LANGUAGE] = language
            warnings.simplefilter("default")
            type(terminal).__init__(terminal)
            code = _exit_code(words)
    finally:
        os.umask(umask)
    return subprocess.CompletedProcess(words, code, _text(said), _text(errors))


def _exit_code(words: list[str]) -> int:
    try:
        main(words)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except Exception:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
        return 1
    return 0


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def hirogari_process(*arguments: str | Path, cwd: Path | None = None) -> Done:
    """Run the command in a process of its own."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)],
        env=os.environ | {_LANGUAGE: "en"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=cwd,
    )
