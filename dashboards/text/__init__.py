"""The words that people read, in Japanese and English."""
