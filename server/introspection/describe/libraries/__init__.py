"""How each command-line library's own objects become a description."""
