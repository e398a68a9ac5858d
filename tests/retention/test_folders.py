"""What lies in the folders that the settings name and is not ours stays, and is told before anything is read."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.command import hirogari

if TYPE_CHECKING:
    from pathlib import Path


def everything(folder: Path) -> dict[str, bytes | str]:
    """Each file below a folder with its bytes, and each link with where it points."""
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def with_entry(settings: Path, entry: str) -> None:
    """Put `[paths]` or another table into the settings."""
    text = settings.read_text(encoding="utf-8")
    if entry.startswith("[backup]"):
        text = text.replace('[backup]\nfolder = "aside"', entry)
    else:
        text = f"{text}\n{entry}\n"
    settings.write_text(text, encoding="utf-8")


def require_refused(settings: Path, place: str) -> None:
    """A night and `check` end with exit code 2 and name the place; the town is as it was before."""
    before = everything(settings.parent)
    for command in ("run", "check"):
        done = hirogari(command, "-s", settings, *(["--today", "2026-05-03"] * (command == "run")))
        said = done.stdout + done.stderr
        assert done.returncode == 2, said
        assert place in said, said
        assert "→" in said
        assert "Traceback" not in said
        assert everything(settings.parent) == before


def test_a_folder_of_other_peoples_files_is_never_the_site(settings: Path) -> None:
    """The letter stays, byte for byte, and so does the folder."""
    share = settings.parent / "share"
    (share / "deep").mkdir(parents=True)
    (share / "letter.txt").write_text("mine", encoding="utf-8")
    (share / "deep" / "photo.jpg").write_bytes(b"mine too")
    with_entry(settings, '[paths]\nsite = "share"')
    require_refused(settings, "share")


def test_a_file_laid_into_our_site_stops_the_night_until_it_is_taken_out(settings: Path) -> None:
    """Neither a stranger's file, nor one of ours that somebody changed, nor an empty folder is lost."""
    site = settings.parent / "site"
    (site / "memo.html").write_text("mine", encoding="utf-8")
    require_refused(settings, "memo.html")
    (site / "memo.html").unlink()
    page = (site / "index.html").read_bytes()
    (site / "index.html").write_bytes(page + b"<!-- mine -->")
    require_refused(settings, "index.html")
    (site / "index.html").write_bytes(page)
    (site / "static" / "mine").mkdir()
    require_refused(settings, "mine")
    (site / "static" / "mine").rmdir()
    (site / "static" / "link").symlink_to(settings)
    require_refused(settings, "link")
    (site / "static" / "link").unlink()
    assert hirogari("run", "-s", settings, "--today", "2026-05-03").returncode == 0


@pytest.mark.parametrize("name", [".site.new", ".site.old"])
def test_what_somebody_laid_where_we_swap_stays(settings: Path, name: str) -> None:
    """Whatever has no mark of ours is nobody's leftover."""
    (settings.parent / name).mkdir()
    (settings.parent / name / "letter.txt").write_text("mine", encoding="utf-8")
    require_refused(settings, name)


def test_a_site_that_is_a_link_is_refused(settings: Path) -> None:
    """The folder behind it is not swapped, nor the link replaced by a folder."""
    site = settings.parent / "site"
    site.rename(settings.parent / "pages")
    site.symlink_to("pages")
    require_refused(settings, "site")
    site.unlink()
    site.symlink_to("nowhere")
    require_refused(settings, "site")


@pytest.mark.parametrize("inside", ["", "static"])
def test_a_mount_point_is_refused(settings: Path, inside: str) -> None:
    """Also where only the kernel's list tells it from a folder: a folder bound to another of the same disk."""
    site = settings.parent / "site"
    (settings.parent / "bound").mkdir()
    mounted = subprocess.run(
        ["mount", "--bind", str(settings.parent / "bound"), str(site / inside)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("only root may mount")
    try:
        require_refused(settings, str(site / inside))
    finally:
        subprocess.run(["umount", str(site / inside)], check=True)
    assert hirogari("run", "-s", settings, "--today", "2026-05-03").returncode == 0


@pytest.mark.parametrize(
    "entry",
    [
        '[paths]\nsite = "."',
        '[paths]\nsite = ".."',
        '[paths]\nsite = "site/../."',
        '[paths]\nnewsletter = "./"',
        '[paths]\ndata = ".."',
        '[paths]\nsite = "data"',
        '[paths]\nsite = "data/site/"',
        '[paths]\nsite = "newsletter"',
        '[paths]\nnewsletter = "site/letters"',
        '[paths]\nsite = "aside"',
        '[paths]\ndata = "site/data"',
        '[paths]\nkey = "site/hirogari.key"',
        '[paths]\nkey = "aside/hirogari.key"',
        '[backup]\nfolder = "site/aside"',
        '[backup]\nfolder = "data/aside"',
        '[backup]\nfolder = "."',
        '[[sources]]\nname = "more"\nkind = "cups"\nfiles = ["site/logs/page_log*"]',
    ],
)
def test_paths_that_overlap_are_refused(settings: Path, entry: str) -> None:
    """By the settings themselves, so that no command runs with them; nothing is made or moved."""
    with_entry(settings, entry)
    before = everything(settings.parent)
    for command in ("run", "check", "status"):
        done = hirogari(command, "-s", settings)
        assert done.returncode == 2, done.stdout
        assert "[" in done.stderr
        assert "→" in done.stderr
        assert everything(settings.parent) == before


def test_pruning_deletes_no_folder_that_merely_looks_like_a_night(settings: Path) -> None:
    """A folder of photographs called 2019-05-01 stays, and the night says so before it reads."""
    photos = settings.parent / "aside" / "2019-05-01"
    photos.mkdir()
    (photos / "flood.jpg").write_bytes(b"mine")
    require_refused(settings, "2019-05-01")
    (photos / "flood.jpg").rename(settings.parent / "flood.jpg")
    photos.rmdir()
    laid = settings.parent / "aside" / "2026-05-02" / "flood.jpg"
    laid.write_bytes(b"mine")
    require_refused(settings, "flood.jpg")
    laid.unlink()
    assert hirogari("run", "-s", settings, "--today", "2026-05-03").returncode == 0
    assert [one.name for one in (settings.parent / "aside").iterdir()] == ["2026-05-03"]


def test_a_town_of_before_there_were_marks_goes_on(settings: Path) -> None:
    """Site and back-ups without a mark are known by what is in them, and only so."""
    for mark in settings.parent.rglob(".hirogari.json"):
        mark.unlink()
    done = hirogari("run", "-s", settings, "--today", "2026-05-03")
    assert done.returncode == 0, done.stderr
    assert [one.name for one in (settings.parent / "aside").iterdir()] == ["2026-05-03"]
    for mark in settings.parent.rglob(".hirogari.json"):
        mark.unlink()
    (settings.parent / "site" / "mine.html").write_text("<p>mine</p>", encoding="utf-8")
    require_refused(settings, "site")


def test_an_export_overwrites_nothing_of_others(settings: Path, tmp_path: Path) -> None:
    """A second export replaces the first; a table somebody edited, or had there, is left alone."""
    out = tmp_path / "tables"
    assert hirogari("export", out, "-s", settings).returncode == 0
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    assert hirogari("export", out, "-s", settings).returncode == 0
    (out / "office.csv").write_text("mine", encoding="utf-8")
    before = everything(out)
    done = hirogari("export", out, "-s", settings)
    assert done.returncode == 2
    assert "office.csv" in done.stderr
    assert everything(out) == before


@pytest.mark.parametrize("name", ["staff.csv", "books/actions.xlsx", "hirogari.toml"])
def test_init_overwrites_nothing(tmp_path: Path, name: str) -> None:
    """Not even the roster of a folder without settings, and nothing is written beside it."""
    (tmp_path / "books").mkdir()
    (tmp_path / name).write_text("mine", encoding="utf-8")
    before = everything(tmp_path)
    done = hirogari("init", tmp_path)
    assert done.returncode == 2
    assert name in done.stderr
    assert everything(tmp_path) == before


def test_another_towns_demo_is_not_cleared_away(tmp_path: Path) -> None:
    """Whatever was laid into it since, nobody can tell: the operator deletes it, if anybody does."""
    (tmp_path / ".demo.json").write_text('{"seed": 2}', encoding="utf-8")
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    done = hirogari("demo", "--out", tmp_path)
    assert done.returncode == 2
    assert "--out" in done.stderr
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_back_ups_of_another_warehouse_are_neither_replaced_nor_pruned(
    settings: Path, tmp_path: Path
) -> None:
    """Two towns that name one folder: the second is told so, also on the same day; pages are out by then."""
    other = tmp_path / "other"
    shutil.copytree(settings.parent, other)
    shutil.rmtree(other / "data")
    shutil.rmtree(other / "aside")
    (other / "aside").mkdir()
    shared = settings.parent / "aside"
    with_entry(other / "hirogari.toml", f'[backup]\nfolder = "{shared}"')
    before = everything(shared)
    for today in ("2026-05-02", "2026-05-03"):
        done = hirogari("run", "-s", other / "hirogari.toml", "--today", today)
        assert done.returncode == 2
        assert str(shared) in done.stderr
        assert everything(shared) == before


@pytest.mark.parametrize("out", ["site", "aside/2026-05-02"])
def test_an_export_into_a_folder_of_ours_is_refused(settings: Path, out: str) -> None:
    """Its mark would take the place of the other's, and then nobody could tell whose the folder is."""
    before = everything(settings.parent)
    assert hirogari("export", settings.parent / out, "-s", settings).returncode == 2
    assert everything(settings.parent) == before


def test_data_on_another_disk_behind_a_link_is_fine(settings: Path, tmp_path: Path) -> None:
    """Nothing in it is swapped."""
    (settings.parent / "data").rename(tmp_path / "elsewhere")
    (settings.parent / "data").symlink_to(tmp_path / "elsewhere")
    assert hirogari("run", "-s", settings, "--today", "2026-05-03").returncode == 0
    assert (settings.parent / "data").is_symlink()
