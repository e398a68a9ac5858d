"""Commands on the roster, the key, retention and single members of staff, one file per command."""
