"""The newsletter's charts, drawn for print and mail."""
