"""Folders and files that are ours: whoever writes, replaces or deletes one goes through here."""
