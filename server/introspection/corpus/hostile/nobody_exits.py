"""Calls exit in a deep place, with a parser already built."""
import argparse
import os

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--found")
    os._exit(3)


main()
