"""Stores a stream of a script that prints a lot: python3 -I -S pump.py NAME KEEP LAST

It runs in the run folder, with the stream as its standard input. It appends to the file NAME until the file contains
KEEP bytes. Of all later bytes, it writes the last LAST ones into NAME.end and the total number into NAME.rest. It
pauses between reads so that more bytes arrive: otherwise every line would wake it, which slows the script down.
"""

import fcntl
import os
import sys
import time

TYPE_CHECKING = False  # Importing typing would take longer than everything else.
if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_BYTES = 1 << 20
PAUSE_S = 0.005
F_SETPIPE_SZ = 1031  # fcntl(2). Python has this name since 3.10.


def read_chunks(stream: int) -> "Iterator[bytes]":
    """Yields what is written to the stream until its end."""
    while True:
        data = os.read(stream, CHUNK_BYTES)
        if not data:
            return
        yield data
        if len(data) < CHUNK_BYTES // 2:
            time.sleep(PAUSE_S)


def write_all(file: int, data: bytes) -> None:
    """Writes all data. A single call of `os.write` may write only a part of it."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def store(name: str, chunks: "Iterator[bytes]", *, keep_bytes: int, last_bytes: int) -> None:
    """Stores chunks in files, as described at the top."""
    first = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    room = max(keep_bytes - os.fstat(first).st_size, 0)
    for data in chunks:
        write_all(first, data[:room])
        if len(data) > room:
            store_end(name, chunks, head=data[room:], last_bytes=last_bytes)
            return
        room -= len(data)


def store_end(name: str, chunks: "Iterator[bytes]", *, head: bytes, last_bytes: int) -> None:
    """Stores the last bytes of `head` and the chunks after it, and how many bytes there were."""
    with open(name + ".rest", "w") as rest, open(name + ".end", "wb") as end:
        kept, kept_bytes, total = [head], len(head), len(head)
        for data in chunks:
            kept.append(data)
            kept_bytes += len(data)
            total += len(data)
            while len(kept) > 1 and kept_bytes - len(kept[0]) >= last_bytes:
                kept_bytes -= len(kept.pop(0))
        end.write(b"".join(kept)[-last_bytes:] if last_bytes else b"")
        rest.write("%d\n" % total)


def main() -> None:
    name, keep_bytes, last_bytes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    try:
        fcntl.fcntl(0, F_SETPIPE_SZ, CHUNK_BYTES)
    except OSError:
        pass  # The pipe keeps its size on other systems, or if this user has many such pipes.
    store(name, read_chunks(0), keep_bytes=keep_bytes, last_bytes=last_bytes)


if __name__ == "__main__":
    main()
