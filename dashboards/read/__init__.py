"""Reads a release for pages and newsletter: series of cells, differences, targets and derived results. No page text."""
