"""What may leave the warehouse: cut by the disclosure rules, audited, and extended by tables derived from it."""
