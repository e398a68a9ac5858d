"""Planning an action whose effect can be told: what is asked for, what could be told, and the lines to copy."""
