"""The gate: what a reader could find out from all that is shown, solved for before it leaves."""
