"""The commands on the roster, the key, retention and single members of staff."""
