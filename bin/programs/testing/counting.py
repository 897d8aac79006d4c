"""Prints numbered lines and their checksum, and ends as it is told. A witness outside hears of its start and its end."""

import argparse
import hashlib
import os
import signal
import socket
import sys
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--name", required=True)
parser.add_argument("--witness", type=int, required=True, help="port to report to")
parser.add_argument("--lines", type=int, default=40)
parser.add_argument("--end", default="0", help="an exit code, or the name of a signal to itself")
options = parser.parse_args()

witness = socket.create_connection(("127.0.0.1", options.witness))
witness.sendall(("start %s %s\n" % (options.name, os.environ["WOOEY_JOB_ID"])).encode())
order = witness.makefile().readline().strip()  # "go", or "stay" to be ended by somebody else

digest = hashlib.sha256()
for number in range(options.lines):
    line = "line %d of %s %s" % (number, options.name, "x" * 200)
    digest.update(line.encode())
    print(line)
    time.sleep(0.02)
print("sha256", digest.hexdigest())
with open("result.txt", "w") as file:
    file.write(digest.hexdigest())
while order == "stay":
    time.sleep(60)

witness.sendall(("end %s\n" % options.name).encode())
if options.end.startswith("SIG"):
    os.kill(os.getpid(), getattr(signal, options.end))
sys.exit(int(options.end))
