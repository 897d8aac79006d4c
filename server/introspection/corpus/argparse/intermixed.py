"""Options between positionals, in an asynchronous main."""
import argparse
import asyncio


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--option")
    parser.add_argument("files", nargs="*")
    parser.parse_intermixed_args()


if __name__ == "__main__":
    asyncio.run(main())
