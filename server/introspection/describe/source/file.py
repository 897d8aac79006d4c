"""The file itself: what kind it is, its text, its PEP 723 block, and why it does not compile."""

from __future__ import annotations

import io
import os
import re
import tokenize
import zipfile

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


SOURCE_BYTES_MAX = 10 * 1024 * 1024
MAGIC = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a compiled program"),
    (b"MZ", "a Windows program"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"SQLite format 3", "a database"),
    (b"RIFF", "a media file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "an archive"),
)


class Refused(Exception):
    """The file cannot be described, in words for the person who gave it."""

    def __init__(self, code: str, message: str, line: int | None = None, fix: str | None = None) -> None:
        super().__init__(message)
        self.report = {"code": code, "message": message, "line": line, "fix": fix}


class Source:
    """bytes and text of a script, the name it is run under, and what it adds to the import path."""

    def __init__(self, raw: bytes, filename: str, entry: str, zipped: bool = False) -> None:
        self.raw = raw
        self.filename = filename
        self.entry = entry
        self.zipped = zipped
        self.text = decode(raw)


def load(path: str) -> Source:
    """The Source of a script, a folder or zip application with __main__.py. @throws Refused"""
    if os.path.isdir(path):
        path = os.path.join(path, "__main__.py")
    try:
        if os.path.getsize(path) == 0:
            raise Refused("empty", "The file is empty.", fix="Upload the script itself.")
        if zipfile.is_zipfile(path):
            return load_zip(path)
        if os.path.getsize(path) > SOURCE_BYTES_MAX:
            raise Refused("too_large", "The file is larger than the limit for scripts (10 MB).")
        with open(path, "rb") as file:
            raw = file.read()
    except OSError as error:
        raise Refused("unreadable", "The file could not be read: %s." % (error.strerror or "unknown reason"))
    if not raw.strip():
        raise Refused("empty", "The file contains only blank space.", fix="Upload the script itself.")
    refuse_binary(raw)
    return Source(raw, path, os.path.dirname(path))


def load_zip(path: str) -> Source:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("__main__.py").file_size > SOURCE_BYTES_MAX:
                raise Refused("too_large", "__main__.py in the archive is larger than the limit for scripts (10 MB).")
            raw = archive.read("__main__.py")
    except KeyError:
        raise Refused(
            "not_a_script",
            "The archive has no __main__.py, so there is nothing to run.",
            fix="Put a __main__.py at the top of the archive (python -m zipapp does that).",
        )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        raise Refused("not_a_script", "The archive is damaged or encrypted and cannot be opened.")
    return Source(raw, os.path.join(path, "__main__.py"), path, zipped=True)


def refuse_binary(raw: bytes) -> None:
    for magic, what in MAGIC:
        if raw.startswith(magic):
            raise Refused("not_a_script", "This is %s, not a script." % what, fix="Upload the script's source file.")
    if b"\0" in raw[:65536]:
        utf16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        if utf16:
            raise Refused("not_text", "The file is UTF-16 text, but Python reads UTF-8.", 1, "Save the file as UTF-8.")
        raise Refused("not_a_script", "This is not a text file.", fix="Upload the script's source file.")


def decode(raw: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Refused(
            "not_text",
            "The file is not valid %s text: see line %d." % (error.encoding.upper(), line),
            line,
            "Save the file as UTF-8, or declare its encoding in the first line: # -*- coding: latin-1 -*-",
        )
    except (SyntaxError, LookupError):
        raise Refused(
            "not_text",
            "The file's encoding is unknown or not UTF-8.",
            1,
            "Save the file as UTF-8, or declare its encoding in the first line: # -*- coding: latin-1 -*-",
        )


PYTHON2 = (
    (r"^\s*print\s+(?![=(,.\[])\S", "a print statement without brackets"),
    (r"^\s*print\s*$", "a print statement without brackets"),
    (r"^\s*print\s*>>", "print >>"),
    (r"^\s*except\s+[\w.]+\s*,\s*\w+\s*:", '"except Error, name"'),
    (r"^\s*raise\s+[\w.]+\s*,\s*\S", '"raise Error, text"'),
    (r"^\s*exec\s+[\"'\w]", "an exec statement"),
    (r"<>", "the operator <>"),
    (r"(?<![\w\"'])ur[\"']", 'a ur"" string'),
    (r"(?<![\w.])0[0-7]+[lL]?(?![\w.])", "an old octal number"),
    (r"(?<![\w.])\d+[lL](?!\w)", "a long number"),
    (r"`[^`]+`", "backquotes"),
)
PYTHON_LINE = (
    r"(?m)^\s*(?:import\s+\w|from\s+[\w.]+\s+import|def\s+\w+\s*\("
    r"|class\s+\w+\s*[:(]|@\w|print\s*\(?|if\s.+:\s*$"
    r"|\w[\w.]*\s*=\s*\S|\w[\w.]*\(.*\)\s*$)"
)


def refuse_syntax(source: Source, error: BaseException, name: str) -> None:
    """Raise what a SyntaxError (or its like) of compile() means for the person who wrote the file. @throws Refused"""
    line = getattr(error, "lineno", None)
    lines = source.text.splitlines()
    around = lines[max(0, (line or 1) - 2) : (line or 1) + 1]
    shebang = source.text.startswith("#!")
    if isinstance(error, SyntaxError):
        for pattern, what in PYTHON2:
            if any(re.search(pattern, one) for one in around):
                raise Refused(
                    "syntax_error",
                    "Line %s is Python 2 (%s); scripts are run with Python 3." % (line, what),
                    line,
                    "Convert the script, for example with 2to3.",
                )
        if line and line <= len(lines) and re.match(r"\s*(?:%{1,2}\w|!\s*\w|\?\w)", lines[line - 1]):
            raise Refused(
                "syntax_error",
                "Line %d is a command of a notebook, which Python does not know: %s"
                % (line, lines[line - 1].strip()[:80]),
                line,
                "Remove these lines. To convert a notebook to a script, use jupyter nbconvert --to script.",
            )
    if not shebang and not name.endswith((".py", ".pyw")) and not re.search(PYTHON_LINE, source.text):
        raise Refused("not_a_script", "This text is not a script.", fix="Upload the script's source file.")
    if shebang and "python" not in (lines[0] if lines else ""):
        raise Refused("not_python", "The first line says that this is not a Python script: %s" % lines[0][:80], 1)
    if not isinstance(error, SyntaxError):
        raise Refused("syntax_error", "The script is too deeply nested or too large for Python to read.")
    message = (error.msg or "invalid syntax").strip()
    where = " in line %d" % line if line else ""
    shown = (error.text or "").strip()
    quoted = ": %s" % shown[:120] if shown else "."
    raise Refused("syntax_error", "Python does not understand the script%s (%s)%s" % (where, message, quoted), line)


BLOCK = r"(?m)^# /// (?P<kind>[a-zA-Z0-9-]+)\r?$\s(?P<content>(^#(| .*)\r?$\s)+)^# ///\r?$"


def pep723(string: str) -> dict[str, Any] | None:
    """PEP 723's `script` block: its text, and what it requires; None without one."""
    if "# /// script" not in string:
        return None
    found = [match for match in re.finditer(BLOCK, string) if match.group("kind") == "script"]
    if len(found) != 1:
        return None
    lines = found[0].group("content").splitlines(keepends=True)
    content = "".join(line[2:] if line.startswith("# ") else line[1:] for line in lines)
    block: dict[str, Any] = {"text": content, "dependencies": []}
    try:
        import tomllib  # type: ignore[import-not-found,unused-ignore]  # novm
    except ImportError:  # before Python 3.11
        listed = re.search(r"(?ms)^dependencies\s*=\s*\[(.*?)\]\s*(?:#.*)?$", content)
        requires = re.search(r"(?m)^requires-python\s*=\s*[\"']([^\"']+)", content)
        block["dependencies"] = (
            [a or b for a, b in re.findall(r"\"([^\"]+)\"|'([^']+)'", listed.group(1))] if listed else []
        )
        block["requiresPython"] = requires.group(1) if requires else None
        return block
    try:
        parsed = tomllib.loads(content)
    except tomllib.TOMLDecodeError:
        return block
    requires, dependencies = parsed.get("requires-python"), parsed.get("dependencies")
    block["requiresPython"] = requires if isinstance(requires, str) else None
    if isinstance(dependencies, list):
        block["dependencies"] = [item for item in dependencies if isinstance(item, str)]
    return block
