"""The all-staff newsletter of one month: bands and points of five, drawn from a release alone."""

from dashboards.newsletter.publish import write_newsletter

__all__ = ["write_newsletter"]
