"""What the newsletter says; how a text is looked up is in dashboards.text."""
