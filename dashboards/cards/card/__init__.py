"""What every card is made of: figures, tables, legends, pages; no card of its own."""
