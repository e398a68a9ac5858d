"""A release's tables as series of months, and what a series may be used for."""
