import argparse
import getpass

parser = argparse.ArgumentParser()
parser.add_argument("--unlock")
parser.add_argument("--pin")
parser.add_argument("--answer")
parser.add_argument("--phrase")
parser.add_argument("--user", default=None)
parser.add_argument("--tries", type=int, default=3)
args = parser.parse_args()
if args.unlock is None:
    args.unlock = getpass.getpass()
pin = args.pin or getpass.getpass("PIN: ")
answer = args.answer if args.answer is not None else getpass.getpass("Answer: ")
phrase = args.phrase
if not phrase:
    phrase = getpass.getpass("Phrase: ")
user = args.user or getpass.getuser()
