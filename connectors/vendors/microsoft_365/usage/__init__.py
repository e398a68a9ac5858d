"""The usage reports of Graph: their columns, and the counts that their rows hold."""
