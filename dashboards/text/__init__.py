"""The words for people: English in the code, every other language in a file of its own."""
