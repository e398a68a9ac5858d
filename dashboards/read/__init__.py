"""The release as pages and newsletter need it: series of cells, and what is worked out of them."""
