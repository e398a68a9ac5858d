"""The disclosure rules, one file each: which rows of a mart are shown, and how coarsely."""
