"""No main guard at all."""
import argparse


def make_my_parser():
    parser = argparse.ArgumentParser(description="Built, never asked.")
    parser.add_argument("--x", type=int)
    return parser


def main(argv=None):
    return make_my_parser().parse_args(argv)
