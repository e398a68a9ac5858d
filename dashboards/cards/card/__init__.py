"""Parts of every card: figures, tables, legends, pages. There are no cards in this folder."""
