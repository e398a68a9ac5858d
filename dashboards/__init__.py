"""Pages, charts and the newsletter, drawn from the release tables alone."""
