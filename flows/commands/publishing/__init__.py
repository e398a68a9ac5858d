"""The commands that decide what others see: open, unpublish, newsletter, alerts."""
