"""Charts as SVG. Each kind is built with Altair once, compiled once, and drawn with many data sets."""
