"""The disclosure rules, a file each: what of a mart's rows is shown, and how coarse."""
