"""From a script's path to a ScriptSpec or to what stopped it."""

import json
import os
import sys
import time

from .report import describe
from .session import session
from .source.file import Refused
from .spec import hide_paths, private_prefixes, prune


class Options:
    def __init__(self):
        self.started = time.monotonic()
        self.out_fd = None
        self.name = None
        self.seconds = 8.0
        self.memory_bytes = 238 << 20
        self.paths = []
        self.stub_imports = True
        self.static = False
        self.programs = False
        self.script = None


def parse_options(argv):
    """Options from our own command line, or None when it is wrong. Not by argparse, which is what is being watched."""
    options = Options()
    rest = list(argv)
    valued = {
        "--out-fd": lambda value: setattr(options, "out_fd", int(value)),
        "--name": lambda value: setattr(options, "name", value),
        "--timeout": lambda value: setattr(options, "seconds", float(value)),
        "--memory-mb": lambda value: setattr(options, "memory_bytes", int(value) << 20),
        "--path": options.paths.append,
    }
    while rest and rest[0].startswith("--"):
        option = rest.pop(0)
        if option == "--no-stub-imports":
            options.stub_imports = False
        elif option == "--static":
            options.static = True
        elif option == "--programs":
            options.programs = True
        elif option in valued and rest:
            valued[option](rest.pop(0))
        elif option != "--":
            return None
    if len(rest) != 1:
        return None
    options.script = os.path.abspath(rest[0])
    options.name = os.path.basename(options.name or options.script)
    return options


def main(argv, usage):
    options = parse_options(argv)
    if options is None:
        sys.stderr.write(usage)
        return 2
    out = os.dup(1) if options.out_fd is None else options.out_fd
    os.set_inheritable(out, False)
    session.private_fds = [out]
    session.stub_imports = options.stub_imports
    # One thread each: a numeric library's pool would use up the memory allowed here.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    sys.path[:0] = options.paths
    report = safe_describe(options)
    report = prune(hide_paths(report, private_prefixes(options.script)))
    data = (json.dumps(report) + "\n").encode("ascii")
    while data:
        data = data[os.write(out, data) :]
    return 0


def safe_describe(options):
    try:
        return describe(options)
    except Refused as refused:
        return {"error": refused.report}
    except RecursionError:
        return {"error": {"code": "unreadable", "message": "The script is nested too deeply to be read."}}
    except MemoryError:
        return {"error": {"code": "unreadable", "message": "The script needs more memory than allowed to be read."}}
    except Exception as error:
        message = "The script could not be described (%s)." % type(error).__name__
        if os.environ.get("WOOEY_DESCRIBE_DEBUG"):
            raise
        return {"error": {"code": "unreadable", "message": message}}
