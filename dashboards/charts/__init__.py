"""Charts as SVG: each kind is built with Altair once, compiled once, and drawn with many data."""
