"""Windows servers: who opened which file, and what was printed, from their event logs."""
