"""The type that a `type=` function converts strings to: known functions by name, others by calling them."""

from __future__ import annotations

import json
import re
import signal
import time

from .functions import code_of, words_of
from .placeholders import is_stub, stub_name
from .spec import qualname, text

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable

    from .shapes import Parameter

# The type and format of the strings that known functions accept.
FUNCTIONS: tuple[tuple[dict[str, str], str], ...] = (
    ({"type": "string"}, "fractions.Fraction complex"),
    ({"type": "integer"}, "numpy.int64 numpy.int32"),
    ({"type": "number"}, "decimal.Decimal numpy.float64 numpy.float32"),
    ({"type": "string", "format": "json"}, "json.loads yaml.safe_load"),
    ({"type": "string", "format": "python-literal"}, "ast.literal_eval eval"),
    ({"type": "string", "format": "uuid"}, "uuid.UUID"),
    ({"type": "string", "format": "regex"}, "re.compile"),
    ({"type": "string", "format": "path"}, "os.fspath os.fsdecode posixpath.abspath posixpath.expanduser"),
    ({"type": "string", "format": "path"}, "posixpath.realpath posixpath.normpath"),
    ({"type": "string", "format": "file", "mode": "r"}, "open io.open _io.open"),
)
BY_NAME = {name: found for found, names in FUNCTIONS for name in names.split()}

QUESTIONS = (
    "1",
    "0",
    "true",
    "false",
    "yes",
    "no",
    "1.5",
    "2020-02-03",
    "2020-02-03T04:05:06",
    "04:05",
    "abc",
    "a,b",
    "[1]",
    "-1",
    "-2",
    "-1e-9",
    "1000000",
    "0x1f",
    "5%",
    "5k",
    "5M",
    "5GB",
    "5s",
    "1/2",
)
MORE_THAN_NUMBERS = ("0x1f", "5%", "5k", "5M", "5GB", "5s", "1/2")
WRITABLE_CODES = "YmdHMSyfFTRD%"  # as canWrite of command-line/dates.ts
QUESTION_SECONDS = 0.2
QUESTIONS_SECONDS_MAX = 0.7
FAILED = object()

_answers: dict[Any, Any] = {}
_slow: list[Any] = []
_asked_seconds = [0.0]


class TooSlow(BaseException):
    """A function did not return in time."""


def classify(kind: Any) -> Parameter:
    """`type=` -> the type, format and the like of a parameter."""
    if kind is None or kind is str:
        return {"type": "string"}
    if is_stub(kind):
        return dict(BY_NAME.get(stub_name(kind), {"type": "string"}), typeName=stub_name(kind))
    if kind is int:
        return {"type": "integer"}
    if kind is float:
        return {"type": "number"}
    if kind is bool:
        return {"type": "string", "format": "truthy", "typeName": "bool"}
    name = qualname(kind)
    if type(kind).__name__ == "FileType" and hasattr(kind, "_mode"):
        return {"type": "string", "format": "file", "mode": text(kind._mode), "typeName": "FileType"}
    if isinstance(kind, type):
        if is_subclass(kind, "pathlib", "PurePath"):
            return {"type": "string", "format": "path", "typeName": name}
        if is_subclass(kind, "enum", "Enum"):
            return {"type": "string", "format": "enum", "typeName": name}
    if name in BY_NAME:
        return dict(BY_NAME[name], typeName=name)
    if name.startswith("ipaddress."):
        return {"type": "string", "format": "ip", "typeName": name}
    found: dict[str, Any] = {"type": "string", "typeName": name}
    strptime = None if isinstance(kind, type) else strptime_format(kind)
    found.update(by_strptime(strptime) if strptime else ask(kind))
    if "format" not in found and names_colour(name) and call(kind, "#1a2b3c") is not FAILED:
        found["format"] = "color"
    return found


def names_colour(name: str) -> bool:
    """parse_color, HexColour, PIL.ImageColor.getrgb, matplotlib.colors.to_rgba."""
    last = name.rpartition(".")[2]
    return re.search(r"(^|_)colou?rs?(_|$)|Colou?r$|^(getrgb|to_rgba?|to_hex)$", last) is not None


def is_subclass(kind: Any, module: Any, name: str) -> bool:
    """Does not import the module: a script with such a class has imported it already."""
    import sys

    base = getattr(sys.modules.get(module), name, None)
    return base is not None and issubclass(kind, base)


def strptime_format(function: Callable[..., Any]) -> str | None:
    if "strptime" not in words_of(code_of(getattr(function, "__func__", function))):
        return None
    import inspect  # only here, because it takes longer to load than all of a small script

    try:
        source = inspect.getsource(function)
    except Exception:
        return None
    found = re.search(r"strptime\([^)]*?[\"']([^\"']*%[^\"']*)[\"']", source)
    return found.group(1) if found else None


def by_strptime(form: str) -> Parameter:
    has_time = any(code in form for code in ("%H", "%I", "%M", "%S", "%T", "%X", "%c"))
    has_date = any(code in form for code in ("%Y", "%y", "%d", "%j", "%D", "%F", "%x", "%c", "%m", "%b"))
    return {"strptime": form, "format": "date-time" if has_time and has_date else "time" if has_time else "date"}


def by_formats(formats: Any) -> Parameter:
    """The same for several strptime formats. The form sends the most exact one that it can write."""
    forms = [text(form) for form in formats if isinstance(form, str)]
    if not forms:
        return {"type": "string"}
    found = by_strptime(max(forms, key=exactness))
    if len(forms) > 1:
        found["strptimeFormats"] = forms
    return dict(found, type="string")


def exactness(form: str) -> tuple[bool, bool, int]:
    """Formats that a form can write come first, then those with a date, then those with more of the time."""
    codes = re.findall(r"%(.)", form)
    spelled = "".join({"F": "Ymd", "D": "ymd", "T": "HMS", "R": "HM"}.get(code, code) for code in codes)
    writable = all(code in WRITABLE_CODES for code in codes)
    return writable, "d" in spelled or "j" in spelled, sum(code in spelled for code in "HMS")


def call(function: Callable[..., Any], argument: Any) -> Any:
    """The result of the function, or FAILED; takes at most QUESTION_SECONDS."""

    if _asked_seconds[0] > QUESTIONS_SECONDS_MAX or any(function is known for known in _slow):
        return FAILED

    def expire(*_: Any) -> None:
        raise TooSlow()

    start = time.monotonic()
    try:
        before = signal.signal(signal.SIGALRM, expire)
    except ValueError:  # not in the main thread, where there are no signals
        return FAILED
    left, _ = signal.setitimer(signal.ITIMER_REAL, QUESTION_SECONDS)
    try:
        return function(argument)
    except MemoryError:
        raise
    except TooSlow:
        _slow.append(function)
        return FAILED
    except BaseException:
        return FAILED
    finally:
        spent = time.monotonic() - start
        _asked_seconds[0] += spent
        signal.setitimer(signal.ITIMER_REAL, max(left - spent, 0.001) if left else 0)
        signal.signal(signal.SIGALRM, before)


def ask(function: Callable[..., Any]) -> Parameter:
    """The type and format of a function, from its results for harmless strings."""
    try:
        key: Any = hash(function) and function
    except Exception:
        key = id(function)
    if key not in _answers:
        _answers[key] = interpret({question: call(function, question) for question in QUESTIONS})
    return dict(_answers[key])


def interpret(answers: dict[str, Any]) -> Parameter:
    import datetime

    only_truth = all(answer is FAILED or isinstance(answer, bool) for answer in answers.values())
    for yes, no in (("true", "false"), ("yes", "no")):
        if only_truth and answers[yes] is True and answers[no] is False:
            return {"format": "bool", "boolStrings": [yes, no]}
    day, date_time = answers["2020-02-03"], answers["2020-02-03T04:05:06"]
    if isinstance(day, datetime.datetime):
        return {"format": "date" if date_time is FAILED else "date-time"}
    if isinstance(day, datetime.date):
        return {"format": "date"}
    if isinstance(date_time, datetime.datetime):
        return {"format": "date-time"}
    if isinstance(answers["04:05"], datetime.time):
        return {"format": "time"}
    if answers["abc"] is FAILED and answers["a,b"] is FAILED:
        return interpret_number(answers)
    if type(answers["abc"]).__module__.startswith("pathlib"):
        return {"format": "path"}
    if type(answers["a,b"]) is list and answers["a,b"] == ["a", "b"]:
        return {"format": "comma-list"}
    return {}


def interpret_number(answers: dict[str, Any]) -> Parameter:
    """Integers or numbers with their lower bound; nothing if the function accepts units or other notations."""
    if type(answers["[1]"]) is list:
        return {"format": "json"}
    if any(answers[question] is not FAILED for question in MORE_THAN_NUMBERS):
        return {}
    given = [answers[q] for q in ("1", "0", "1000000") if answers[q] is not FAILED]
    if given and all(type(answer) is int for answer in given) and answers["1.5"] is FAILED:
        bounds: dict[str, Any] = {"type": "integer"}
        if answers["-1"] is FAILED and answers["-2"] is FAILED:
            if answers["0"] is not FAILED:
                bounds["minimum"] = 0
            elif answers["1"] is not FAILED:
                bounds["minimum"] = 1
        return bounds
    if type(answers["1.5"]) is float or given and all(type(answer) is float for answer in given):
        bounds = {"type": "number"}
        if answers["-1"] is FAILED and answers["-1e-9"] is FAILED and answers["0"] is not FAILED:
            bounds["minimum"] = 0
        return bounds
    return {}


def typed_string(kind: Any, value: Any) -> str | None:
    """The string that `type=kind` converts to value, or None if none is found."""
    if kind is None or kind is str:
        if isinstance(value, str):
            return text(value.value if hasattr(value, "value") and isinstance(value.value, str) else value)
        return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    for candidate in candidates(value):
        answer = call(kind, candidate)
        try:
            if answer is not FAILED and bool(answer == value):
                return candidate
        except Exception:
            continue
    return None


def candidates(value: Any) -> list[str]:
    found: list[Any] = []
    if hasattr(value, "name") and hasattr(value, "value"):
        found += [value.value, value.name, value.name.lower() if isinstance(value.name, str) else value.name]
    if isinstance(value, bool):
        found += ["true", "yes", "True", "1"] if value else ["false", "no", "False", "0"]
    found.append(value)
    if hasattr(value, "isoformat"):
        try:
            found.append(value.isoformat())
        except Exception:
            pass
    if isinstance(value, (dict, list, bool)):
        try:
            found.append(json.dumps(value))
        except (TypeError, ValueError):
            pass
    strings: list[Any] = []
    for item in found:
        try:
            strings.append(item if type(item) is str else str(item))
        except Exception:
            continue
    return strings
