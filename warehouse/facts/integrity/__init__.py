"""Checks that the warehouse's file is complete, and rewrites it after deletions."""
