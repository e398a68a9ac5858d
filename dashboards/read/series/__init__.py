"""Release tables as monthly series, and rules for what a series may be used for."""
