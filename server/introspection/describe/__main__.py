"""python -s describe/__main__.py [options] SCRIPT

--out-fd N          the file descriptor for the JSON (default: standard output)
--name NAME         the name under which the file was uploaded (default: its name)
--timeout SECONDS   for everything (default 8)
--memory-mb MB      private memory of the script while it is read (default 238)
--path FOLDER       another folder for imports; may be repeated
--no-stub-imports   report a missing import as an error, and do not replace it
--programs          let the script start programs where it does not come to its parser otherwise; only in a sandbox
--static            do not run the script, only read its source
"""

import os
import sys

PACKAGE = "_wooey_describe"


# Without annotations, so that a Python that is too old can at least report that.
def phrase(english):
    """Marks a sentence for the catalogs, as spec.py does, which an older Python cannot load."""
    return english


TOO_OLD = phrase("Scripts are read with Python 3.8 or newer; this is Python {version}.")


def load_package():
    """Load this folder under a name that no script imports, without putting it on the search path."""
    import importlib.util

    folder = os.path.dirname(os.path.abspath(__file__))
    spec = importlib.util.spec_from_file_location(
        PACKAGE, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = module
    spec.loader.exec_module(module)
    return importlib.import_module(PACKAGE + ".main")


def refuse_old_python(argv):
    out = int(argv[argv.index("--out-fd") + 1]) if "--out-fd" in argv else 1
    error = '{"error": {"code": "python_too_old", "message": "%s", "values": {"version": "%d.%d"}}}\n'
    os.write(out, (error % ((TOO_OLD,) + tuple(sys.version_info[:2]))).encode("ascii"))


if __name__ == "__main__":
    if os.path.abspath(sys.path[0]) == os.path.dirname(os.path.abspath(__file__)):
        sys.path.pop(0)  # a script's imports must not find the modules of this folder
    if sys.version_info < (3, 8):
        sys.exit(refuse_old_python(sys.argv))
    sys.dont_write_bytecode = True
    sys.exit(load_package().main(sys.argv[1:], __doc__))
