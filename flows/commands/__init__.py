"""The work behind each `hirogari` command, one file per command; `flows/cli.py` declares them."""
