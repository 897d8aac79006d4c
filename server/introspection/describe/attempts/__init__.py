"""The attempts at reading a script by running it, in order."""
