"""Checks of `hirogari check` that inspect the sources, the warehouse and the roster; none changes anything."""
