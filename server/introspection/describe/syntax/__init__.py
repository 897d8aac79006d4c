"""Values, annotations and texts in Python's syntax."""
