"""Commands that publish or withdraw: open, unpublish, newsletter, alerts."""
