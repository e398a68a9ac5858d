"""Fits of adoption curves and verdicts on actions, with their uncertainty."""
