"""What the source tells without being run."""
