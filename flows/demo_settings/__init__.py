"""The demo's settings, written as an operator would write them."""
