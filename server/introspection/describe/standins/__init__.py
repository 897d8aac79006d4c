"""What stands in for a library that is not installed."""
