"""Writes small files that would take a program that shows them a lot of time or memory."""
import argparse

parser = argparse.ArgumentParser(description="Writes files that are hard to show.")
parser.parse_args()

side = (50_000).to_bytes(4, "big")
header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + side + side + b"\x08\x06\0\0\0"
files = {
    "deep.json": b"[" * 20_000 + b"]" * 20_000,
    "emphasis.md": b"*a" * 24_000,
    "huge.png": header,
    "quotes.md": b">" * 48_000,
}
for name, content in files.items():
    with open(name, "wb") as file:
        file.write(content)
