#!/usr/bin/env python3
"""Draw the Mandelbrot set as a picture."""
import argparse
import struct
import sys
import zlib

PALETTES = {
    "sea": ((7, 20, 40), (20, 120, 130), (235, 245, 220)),
    "fire": ((20, 5, 15), (200, 60, 20), (255, 235, 160)),
    "grey": ((10, 10, 10), (120, 120, 120), (250, 250, 250)),
}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    picture = parser.add_argument_group("picture")
    picture.add_argument("--width", type=int, default=480, help="pixels from left to right (default: %(default)s)")
    picture.add_argument("--height", type=int, default=320, help="pixels from top to bottom (default: %(default)s)")
    picture.add_argument("--palette", choices=sorted(PALETTES), default="sea", help="colours of the picture")
    picture.add_argument("--output", type=argparse.FileType("wb"), default="mandelbrot.png", help="name of the PNG file")
    view = parser.add_argument_group("view")
    view.add_argument("--x", type=float, default=-0.6, help="centre, real part")
    view.add_argument("--y", type=float, default=0.0, help="centre, imaginary part")
    view.add_argument("--zoom", type=float, default=1.0, help="how far to go in")
    view.add_argument("--iterations", type=int, default=80, help="more show finer detail and take longer")
    return parser.parse_args()


def escape_time(c, limit):
    z = 0j
    for step in range(limit):
        z = z * z + c
        if abs(z) > 2:
            return step
    return limit


def blend(palette, share):
    low, middle, high = PALETTES[palette]
    first, second, share = (low, middle, share * 2) if share < 0.5 else (middle, high, share * 2 - 1)
    return bytes(round(a + (b - a) * share) for a, b in zip(first, second))


def write_png(file, width, height, rows):
    def chunk(kind, data):
        body = kind + data
        file.write(struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body)))

    file.write(b"\x89PNG\r\n\x1a\n")
    chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows)))
    chunk(b"IEND", b"")


def main():
    args = parse_arguments()
    scale = 3.2 / args.zoom / args.width
    rows = []
    for line in range(args.height):
        imaginary = args.y + (line - args.height / 2) * scale
        row = bytearray()
        for column in range(args.width):
            steps = escape_time(complex(args.x + (column - args.width / 2) * scale, imaginary), args.iterations)
            row += b"\0\0\0" if steps == args.iterations else blend(args.palette, steps / args.iterations)
        rows.append(bytes(row))
        if line % 20 == 0:
            print(f"line {line} of {args.height}", flush=True)
    write_png(args.output, args.width, args.height, rows)
    args.output.close()
    print(f"Wrote {args.output.name}: {args.width} x {args.height} pixels")


if __name__ == "__main__":
    sys.exit(main())
