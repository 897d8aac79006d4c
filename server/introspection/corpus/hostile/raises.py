"""Fails with an error that is not an Exception."""
import argparse

class Odd(BaseException):
    pass


raise Odd("on purpose")
argparse.ArgumentParser()
