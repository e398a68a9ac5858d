"""Staff, sections and accounts, and the pseudonyms that replace them (Gate 1)."""
