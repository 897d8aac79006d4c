"""No parameters."""
print("hello")
