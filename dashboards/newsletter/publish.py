"""Writes one month's newsletter into a folder, completely or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.newsletter.charts.outline import warn_of_missing
from dashboards.newsletter.charts.picture import print_png
from dashboards.newsletter.figures import Figures
from dashboards.newsletter.formats.letter import letter_pictures, make_page
from dashboards.newsletter.formats.markdown import make_markdown
from dashboards.newsletter.formats.message import make_message
from dashboards.newsletter.formats.pdf import make_pdf
from dashboards.newsletter.formats.word_file import make_word_file
from dashboards.newsletter.issue import make_issue
from dashboards.newsletter.wording.phrases import phrases_of
from dashboards.our_folders import NEWSLETTER
from dashboards.permissions import open_to_readers
from warehouse.folders.owned_files import write_files

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dashboards.newsletter.issue import NextTraining
    from warehouse.release.tables.release import Release


def write_newsletter(
    release: Release, month: date, folder: Path, *, training: NextTraining | None = None
) -> tuple[Path, ...]:
    """Write the newsletter of the month (any day of it) into `folder`; return the files written.

    It writes each chart as SVG and as PNG for print, the PDF for print, the letter (.eml) and its page, the Word
    file for the editors and the text as Markdown. The same release gives the same bytes. It warns with
    `MissingGlyph`, naming the section, of a section's name with a character that the font does not have.

    Args:
        release: the release to draw from.
        month: any day of the month.
        folder: folder of the issue.
        training: the next training, None if the date is not set.

    Raises:
        FolderRefused: editors have changed a file of this issue, or have a file of the same name; nothing is written.
    """
    phrases = phrases_of(release.town)
    warn_of_missing(release.town.name, phrases.gettext("town"), phrases)
    for section in Figures(release, month).sections:
        warn_of_missing(section.name, phrases("section"), phrases)
    issue = make_issue(release, month, training)
    files: dict[str, bytes] = {}
    for chart in issue.charts:
        files[f"{chart.name}.svg"] = chart.framed.encode()
        files[f"{chart.name}.png"] = print_png(chart.framed)
    pdf, pictures = make_pdf(issue), letter_pictures(issue)
    files[f"{issue.stem}.pdf"] = pdf
    files[f"{issue.stem}.md"] = make_markdown(issue).encode()
    files[f"{issue.stem}.html"] = make_page(issue, pictures).encode()
    files[f"{issue.stem}.docx"] = make_word_file(issue)
    files[f"{issue.stem}.eml"] = make_message(issue, pdf=pdf, pictures=pictures).as_bytes()
    # The folder of all issues too, because readers of one issue must be able to enter it.
    made = [one for one in (folder, folder.parent) if not one.exists()]
    written = write_files(folder, NEWSLETTER, files)
    if not release.is_draft:
        open_to_readers([*made, *written])
    return written
