"""Code that all kinds of chart share: axes, rows, labels beside points, and drawing."""
