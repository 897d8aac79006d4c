"""Reads values, annotations and texts from Python source."""
