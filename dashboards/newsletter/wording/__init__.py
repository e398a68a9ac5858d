"""The sentences of the newsletter. Looking up a text in a language is the task of dashboards.text."""
