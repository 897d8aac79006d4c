import argparse


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--first")
    open("no_such_settings.json")
    parser.add_argument("--second", type=int, default=2)
    parser.parse_args()


if __name__ == "__main__":
    main()
