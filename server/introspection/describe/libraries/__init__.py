"""Converts the objects of each command-line library to a description."""
