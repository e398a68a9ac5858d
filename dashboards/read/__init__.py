"""Reads a release for pages and newsletter: series of cells, differences, targets, derived results. Knows no text of a page."""
