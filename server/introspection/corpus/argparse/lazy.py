"""Arguments that are added at the last moment, and a decoy that parses a list of its own."""
import argparse


class Lazy(argparse.ArgumentParser):
    def parse_known_args(self, args=None, namespace=None):
        self.add_argument("--late")
        return super().parse_known_args(args, namespace)


decoy = argparse.ArgumentParser()
decoy.add_argument("--decoy", type=int)
assert decoy.parse_args(["--decoy", "7"]).decoy == 7

parser = Lazy()
parser.add_argument("early")
parser.parse_args()
