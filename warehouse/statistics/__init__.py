"""Fits of adoption curves and estimates of effects, with their uncertainty."""
