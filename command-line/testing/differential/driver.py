"""Describes random scripts and runs them: one JSON question a line in, one JSON answer a line out.

{"make": {"library", "seed"}}                      -> {"source", "report"}: a random script and what `describe` says of it
{"check": [{"values", "argvs"}]}                   -> [{"expected", "results"}]: what the last script should get, and gets
{"search": {"library", "values"}}                  -> {"found"}: arguments that say the values to the last script, if any
{"version": library}                               -> {"version"}
"""
import contextlib
import importlib
import importlib.util
import io
import json
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from definitions import Chance, plain  # noqa: E402
import search  # noqa: E402

DESCRIBE = os.path.join(HERE, "../../../server/introspection/describe/__main__.py")


def load_describe():
    spec = importlib.util.spec_from_file_location("describe_main", DESCRIBE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load_package()


def describe(package, source):
    """What `describe` says, in a process of its own, since it takes hold of the libraries it reads."""
    with tempfile.TemporaryDirectory() as folder:
        script, out = os.path.join(folder, "script.py"), os.path.join(folder, "report.json")
        with open(script, "w") as file:
            file.write(source)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                handle = os.open(out, os.O_WRONLY | os.O_CREAT, 0o600)
                nothing = os.open(os.devnull, os.O_RDWR)
                for standard in (0, 1, 2):
                    os.dup2(nothing, standard)
                sys.path[:] = [entry for entry in sys.path if entry != HERE]
                package.main(["--out-fd", str(handle), "--memory-mb", "2000", script], "")
                code = 0
            finally:
                os._exit(code)
        os.waitpid(child, 0)
        with open(out) as file:
            text = file.read()
        return json.loads(text) if text else None


def run(code, argv):
    """What the script's parser makes of the arguments, or how it refuses them."""
    scope = {"__name__": "__main__", "__doc__": docstring(code), "RESULT": None}
    sys.argv = ["script.py"] + argv
    messages = io.StringIO()
    try:
        with contextlib.redirect_stderr(messages), contextlib.redirect_stdout(messages):
            exec(code, scope)
    except SystemExit:
        pass
    except Exception as error:  # 3.8 answers "--flag=" with an IndexError of its own
        return {"error": "%s: %s" % (type(error).__name__, error)}
    if scope["RESULT"] is None:
        return {"error": messages.getvalue().strip().splitlines()[-1:] or ["ended"]}
    return {"value": plain(scope["RESULT"])}


def check(library, definition, code, values, argvs):
    try:
        search.require_sayable(values)
        answer = {"expected": plain(library.expected(definition, values))}
    except (ValueError, TypeError, KeyError) as error:
        return {"invalid": str(error), "results": []}
    return dict(answer, results=[run(code, argv) for argv in argvs])


def docstring(code):
    first = code.co_consts[0] if code.co_consts else None
    return first if isinstance(first, str) else None


def main():
    package = load_describe()
    library = definition = code = None
    for line in sys.stdin:
        question = json.loads(line)
        if "version" in question:
            module = importlib.import_module(question["version"])
            answer = {"version": version_of(question["version"], module)}
        elif "make" in question:
            library = importlib.import_module(question["make"]["library"] + "_scripts")
            definition = library.make(Chance(question["make"]["seed"]))
            source = library.source(definition)
            code = compile(source, "script.py", "exec")
            answer = {"source": source, "report": describe(package, source)}
        elif "check" in question:
            answer = [check(library, definition, code, **one) for one in question["check"]]
        else:
            values = question["search"]["values"]
            expected = plain(library.expected(definition, values))
            is_doubtful = question["search"]["library"] == "argparse" and search.depends_on_version(definition, values)
            tried = [] if is_doubtful else search.candidates(definition, values)
            answer = {"found": next((argv for argv in tried if run(code, argv).get("value") == expected), None)}
        print(json.dumps(answer), flush=True)


def version_of(library, module):
    if library in ("argparse", "optparse"):
        return "Python %d.%d.%d" % sys.version_info[:3]
    from importlib.metadata import version

    return version("docopt-ng" if library == "docopt" else library)


main()
