"""What may leave the warehouse: cut by rules, audited, and worked out further from what is left."""
