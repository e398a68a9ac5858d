"""The words for people, in Japanese and English."""
