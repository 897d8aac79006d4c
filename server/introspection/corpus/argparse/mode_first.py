"""Tells its commands apart by itself."""
import argparse, sys
main_parser = argparse.ArgumentParser()
main_parser.add_argument("--verbose", action="store_true")
main_parser.add_argument("mode", choices=["train", "test"])
args, rest = main_parser.parse_known_args()
if args.mode == "train":
    p = argparse.ArgumentParser(); p.add_argument("--lr", type=float, default=.1); a = p.parse_args(rest)
else:
    p = argparse.ArgumentParser(); p.add_argument("--ckpt", required=True); a = p.parse_args(rest)
