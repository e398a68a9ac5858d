"""What the kinds of charts share: axes, rows, names beside points, and the drawing itself."""
