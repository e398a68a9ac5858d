"""The newsletter as PDF, letter, Word file and Markdown."""
