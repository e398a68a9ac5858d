"""What each command of `hirogari` does, one file a command; `flows/cli.py` declares them."""
