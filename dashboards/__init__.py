"""Draws pages, charts and the newsletter from the release tables. Reads no other table, no network and no clock."""
