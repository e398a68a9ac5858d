"""Folders and files that the program owns: all code that writes, replaces or deletes them goes through here."""
