"""The strategy office's site: static pages drawn from a release and nothing else."""

from dashboards.pages.site import write_site

__all__ = ["write_site"]
