import argparse


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--first")
    {}["nothing"]
    parser.add_argument("--second", type=int, default=2)
    parser.parse_args()


if __name__ == "__main__":
    main()
