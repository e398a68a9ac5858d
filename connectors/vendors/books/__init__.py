"""Books that sections keep by hand, in Excel or CSV: read whole when sound, told row by row if not."""
