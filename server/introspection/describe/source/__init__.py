"""Reads the source without running it."""
