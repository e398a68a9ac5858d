"""House rules that a machine can check; each message says how to mend."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("connectors", "warehouse", "dashboards", "flows")


def tracked() -> list[Path]:
    """The files that git knows and that are there."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    return [path for name in names.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_file_pins_hashes_and_names_no_address(name: str) -> None:
    """Exact versions, hashes, no download address."""
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in lock, "write it anew with: make lock"
    pinned = re.findall(r"^[a-z0-9][^\s=]*==", lock, re.MULTILINE)
    unpinned = re.findall(r"^[a-z0-9](?!.*==).*$", lock, re.MULTILINE)
    assert pinned
    assert not unpinned, "write it anew with: make lock"
    assert lock.count("--hash=sha256:") >= len(pinned)


def test_every_direct_dependency_is_locked() -> None:
    """What runs stands in requirements.lock, what tests need as well in requirements-test.lock."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    runs = [*project["project"]["dependencies"], *project["dependency-groups"]["setup"]]
    tests = [one for one in project["dependency-groups"]["dev"] if isinstance(one, str)]
    wanted = [(one, "requirements.lock") for one in runs]
    for entry, lock in [*wanted, *((one, "requirements-test.lock") for one in [*runs, *tests])]:
        locked = (ROOT / lock).read_text(encoding="utf-8").lower()
        name = re.match(r"[A-Za-z0-9_.-]+", entry)
        assert name is not None
        assert f"\n{name.group().lower()}" in f"\n{locked}", f"{entry} is not locked: make lock"


@pytest.mark.parametrize("name", ["uv.lock", "poetry.lock", "package-lock.json"])
def test_no_lock_format_that_records_addresses_is_kept(name: str) -> None:
    """Lock files that name hosts stay out of the repository."""
    assert not [path for path in tracked() if path.name == name]


def test_no_folder_of_odds_and_ends() -> None:
    """No module is named for what it is not."""
    odd = {"utils", "helpers", "common", "misc", "v2"}
    found = [path for path in tracked() if path.stem in odd or odd & set(path.parts)]
    assert not found, "name it for what it holds"


def test_no_source_file_is_longer_than_three_hundred_lines() -> None:
    """A file that grows past 300 lines is really two, in the packages and in the tests."""
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in tracked()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in (*PACKAGES, "tests")
    }
    assert len(sizes) > 500, "the files are not found"
    long = {name: count for name, count in sizes.items() if count > 300}
    assert not long, f"ask what it really is: {long}"


def test_no_function_is_longer_than_forty_five_lines() -> None:
    """A longer function does two things, in the packages and in the tests."""
    lengths: dict[str, int] = {}
    for path in tracked():
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in (*PACKAGES, "tests"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    name = f"{path.relative_to(ROOT)}:{node.name}"
                    lines = (node.end_lineno or 0) - node.lineno + 1
                    lengths[name] = max(lines, lengths.get(name, 0))
    assert len(lengths) > 3000, "the functions are not found"
    long = {name: lines for name, lines in lengths.items() if lines > 45}
    assert not long, f"part it by what it does: {long}"


def test_every_command_is_in_both_readmes() -> None:
    """README.md and README.ja.md list the commands that `hirogari --help` lists."""
    declared = r"@(?:app|people)\.command\((?:\"([a-z-]+)\")?\)\ndef ([a-z_]+)"
    sources = sorted((ROOT / "flows").glob("cli*.py"))
    commands = [
        one for path in sources for one in re.findall(declared, path.read_text(encoding="utf-8"))
    ]
    assert {"run", "forget"} <= {function for _, function in commands}
    for readme in ("README.md", "README.ja.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        for given, function in commands:
            name = given or function.replace("_", "-")
            assert f"hirogari {name}" in text, f"{readme} does not mention `hirogari {name}`"


def test_the_environment_is_read_in_settings_alone() -> None:
    """Only flows.settings.settings, what prepares Prefect, and the way out of the machine's network touch the environment."""
    allowed = {
        "flows/settings/settings.py",
        "flows/scheduler/prefect_server.py",
        "connectors/io/http/network.py",
        "connectors/io/http/proxy_report.py",
        "flows/command_line/terminal.py",
    }
    found = {
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in PACKAGES
        and re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    }
    assert found <= allowed, "take it from flows.settings.settings"


def test_no_document_names_a_file_that_is_not_there() -> None:
    """A reader who follows a README to the file or test that holds a rule finds it, by its whole path or the end of it."""
    there = {f"/{path.relative_to(ROOT)}" for path in tracked()}
    gone = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked()
        if path.suffix == ".md" and path.name != "CHANGELOG.md"
        for name in re.findall(
            r"(?:(?<=`)[\w/]+|tests/[a-z_/0-9]+)\.(?:py|sql)\b", path.read_text(encoding="utf-8")
        )
        if not any(one.endswith(f"/{name}") for one in there) and "kairan" not in name
    }
    assert not gone, "name the file that holds it now"
