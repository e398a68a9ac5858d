"""The all-staff newsletter of one month: bands and points of five, drawn from a release alone."""

from dashboards.newsletter.publish import write_newsletter
from dashboards.newsletter.wording.issue_state import standing_of

__all__ = ["standing_of", "write_newsletter"]
