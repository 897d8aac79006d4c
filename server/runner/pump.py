"""Takes over a stream of a script that prints much: python3 -I -S pump.py NAME KEEP LAST

In the run's folder, with the stream on standard input. Appends to NAME until it holds KEEP bytes; of what comes after
that, the last LAST bytes go into NAME.end and the number of all into NAME.rest. Between reads it lets some more come:
a reader that always waits is woken by every line, which slows the script down.
"""

import fcntl
import os
import sys
import time

CHUNK = 1 << 20
PAUSE_S = 0.005
F_SETPIPE_SZ = 1031  # fcntl(2); Python has the name since 3.10


def chunks(stream):
    while True:
        data = os.read(stream, CHUNK)
        if not data:
            return
        yield data
        if len(data) < CHUNK // 2:
            time.sleep(PAUSE_S)


def write(file, data):
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def store(name, keep, last, blocks):
    """Keeps blocks of bytes, as the text above says."""
    first = os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    room = max(keep - os.fstat(first).st_size, 0)
    for data in blocks:
        write(first, data[:room])
        if len(data) > room:
            return store_end(name, last, data[room:], blocks)
        room -= len(data)


def store_end(name, last, head, blocks):
    with open(name + ".rest", "w") as rest, open(name + ".end", "wb") as end:
        kept, kept_bytes, total = [head], len(head), len(head)
        for data in blocks:
            kept.append(data)
            kept_bytes += len(data)
            total += len(data)
            while len(kept) > 1 and kept_bytes - len(kept[0]) >= last:
                kept_bytes -= len(kept.pop(0))
        end.write(b"".join(kept)[-last:] if last else b"")
        rest.write("%d\n" % total)


def main():
    name, keep, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    try:
        fcntl.fcntl(0, F_SETPIPE_SZ, CHUNK)
    except OSError:
        pass  # as it is: another system, or many such pipes of this user
    store(name, keep, last, chunks(0))


if __name__ == "__main__":
    main()
