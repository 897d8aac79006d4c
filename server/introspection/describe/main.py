"""Returns the ScriptSpec of a script, or the reason why there is none."""

from __future__ import annotations

import gc
import json
import os
import sys

from .options import Options, parse_options
from .report import describe
from .session import session
from .source.file import Refused
from .spec import hide_paths, message_of, phrase, private_prefixes, prune, warning_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from .shapes import Description


# Imports create many objects and no garbage, and Python would look for some after every 700 objects.
GARBAGE_OBJECTS = 100_000


def main(argv: list[str], usage: str) -> int:
    options = parse_options(argv)
    if options is None:
        sys.stderr.write(usage)
        return 2
    out = os.dup(1) if options.out_fd is None else options.out_fd
    os.set_inheritable(out, False)
    session.private_fds = [out]
    session.stub_imports = options.stub_imports
    # One thread each, because the thread pool of a numeric library would need too much memory.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    sys.path[:0] = options.paths
    gc.set_threshold(GARBAGE_OBJECTS)
    report = safe_describe(options)
    report = prune(hide_paths(report, private_prefixes(options.script)))
    data = (json.dumps(report) + "\n").encode("ascii")
    while data:
        data = data[os.write(out, data) :]
    return 0


def safe_describe(options: Options) -> Description:
    try:
        return describe(options)
    except Refused as refused:
        return {"error": refused.report}
    except RecursionError:
        message = message_of(phrase("The script is nested too deeply to be read."))
    except MemoryError:
        message = message_of(phrase("The script needs more memory than allowed to be read."))
    except Exception as error:
        message = message_of(phrase("The script could not be described ({error})."), error=type(error).__name__)
        if os.environ.get("WOOEY_DESCRIBE_DEBUG"):
            raise
    return {"error": warning_of("unreadable", message)}
