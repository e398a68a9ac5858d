"""The all-staff newsletter of one month, in bands and multiples of five per cent, drawn from a release alone."""

from dashboards.newsletter.publish import write_newsletter
from dashboards.newsletter.wording.issue_state import issue_state_of

__all__ = ["issue_state_of", "write_newsletter"]
