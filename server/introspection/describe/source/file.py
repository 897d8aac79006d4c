"""The file itself: its kind, its text, its PEP 723 block, and why it does not compile."""

from __future__ import annotations

import io
import os
import re

from ..spec import message_of, phrase, warning_of

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any


SOURCE_BYTES_MAX = 10 * 1024 * 1024
# The record at the end of an archive, behind which is only its comment.
ZIP_END = b"PK\x05\x06"
ZIP_END_BYTES_MAX = 22 + 0xFFFF
MAGIC = (
    (b"\x89PNG", phrase("a picture")),
    (b"\xff\xd8\xff", phrase("a picture")),
    (b"GIF8", phrase("a picture")),
    (b"%PDF", phrase("a PDF document")),
    (b"\x7fELF", phrase("a compiled program")),
    (b"MZ", phrase("a Windows program")),
    (b"\x1f\x8b", phrase("a compressed file")),
    (b"\xd0\xcf\x11\xe0", phrase("an Office document")),
    (b"SQLite format 3", phrase("a database")),
    (b"RIFF", phrase("a media file")),
    (b"BZh", phrase("a compressed file")),
    (b"\xfd7zXZ", phrase("a compressed file")),
    (b"7z\xbc\xaf", phrase("an archive")),
)


class Refused(Exception):
    """The file cannot be described. The message is for the person who uploaded it."""

    def __init__(
        self, code: str, english: str, line: int | None = None, *, fix: str | None = None, **values: Any
    ) -> None:
        super().__init__(english)
        self.report = warning_of(code, message_of(english, **values), line, fix=fix)


class Source:
    """The bytes and the text of a script, the name under which it is run, and its entry on the import path."""

    def __init__(self, raw: bytes, filename: str, entry: str, *, zipped: bool = False) -> None:
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
            raise Refused("empty", phrase("The file is empty."), fix=phrase("Upload the script itself."))
        if ends_like_zip(path):
            import zipfile  # only here, because loading it takes time

            if zipfile.is_zipfile(path):
                return load_zip(path)
        if os.path.getsize(path) > SOURCE_BYTES_MAX:
            raise Refused("too_large", phrase("The file is larger than the limit for scripts (10 MB)."))
        with open(path, "rb") as file:
            raw = file.read()
    except OSError as error:
        unread = phrase("The file could not be read: {error}.")
        raise Refused("unreadable", unread, error=error.strerror or type(error).__name__)
    if not raw.strip():
        blank = phrase("The file contains only blank space.")
        raise Refused("empty", blank, fix=phrase("Upload the script itself."))
    refuse_binary(raw)
    return Source(raw, path, os.path.dirname(path))


def ends_like_zip(path: str) -> bool:
    """Whether the end of a file contains what the directory of an archive begins with."""
    with open(path, "rb") as file:
        file.seek(max(0, os.path.getsize(path) - ZIP_END_BYTES_MAX))
        return ZIP_END in file.read()


def load_zip(path: str) -> Source:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("__main__.py").file_size > SOURCE_BYTES_MAX:
                large = phrase("__main__.py in the archive is larger than the limit for scripts (10 MB).")
                raise Refused("too_large", large)
            raw = archive.read("__main__.py")
    except KeyError:
        raise Refused(
            "not_a_script",
            phrase("The archive has no __main__.py, so there is nothing to run."),
            fix=phrase("Put a __main__.py at the top of the archive (python -m zipapp does that)."),
        )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        raise Refused("not_a_script", phrase("The archive is damaged or encrypted and cannot be opened."))
    return Source(raw, os.path.join(path, "__main__.py"), path, zipped=True)


def refuse_binary(raw: bytes) -> None:
    upload = phrase("Upload the script's source file.")
    for magic, kind in MAGIC:
        if raw.startswith(magic):
            raise Refused("not_a_script", phrase("This is {kind}, not a script."), fix=upload, kind=message_of(kind))
    if b"\0" in raw[:65536]:
        utf16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        if utf16:
            wide = phrase("The file is UTF-16 text, but Python reads UTF-8.")
            raise Refused("not_text", wide, 1, fix=phrase("Save the file as UTF-8."))
        raise Refused("not_a_script", phrase("This is not a text file."), fix=upload)


SAVE_OR_DECLARE = phrase("Save the file as UTF-8, or declare its encoding in the first line: # -*- coding: latin-1 -*-")


def decode(raw: bytes) -> str:
    """The source as text, after PEP 263. @throws Refused"""
    if not any(b"coding" in line for line in raw.split(b"\n", 2)[:2]):
        try:
            decoded = raw.decode("utf-8")
            return decoded[1:] if decoded.startswith("\ufeff") else decoded
        except UnicodeDecodeError:
            pass  # it is named below
    import tokenize  # only here, because loading it takes time

    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        invalid = phrase("The file is not valid {encoding} text: see line {line}.")
        raise Refused("not_text", invalid, line, fix=SAVE_OR_DECLARE, encoding=error.encoding.upper())
    except (SyntaxError, LookupError):
        raise Refused("not_text", phrase("The file's encoding is unknown or not UTF-8."), 1, fix=SAVE_OR_DECLARE)


PYTHON2 = (
    (r"^\s*print\s+(?![=(,.\[])\S", phrase("a print statement without parentheses")),
    (r"^\s*print\s*$", phrase("a print statement without parentheses")),
    (r"^\s*print\s*>>", "print >>"),
    (r"^\s*except\s+[\w.]+\s*,\s*\w+\s*:", '"except Error, name"'),
    (r"^\s*raise\s+[\w.]+\s*,\s*\S", '"raise Error, text"'),
    (r"^\s*exec\s+[\"'\w]", phrase("an exec statement")),
    (r"<>", phrase("the operator <>")),
    (r"(?<![\w\"'])ur[\"']", phrase('a ur"" string')),
    (r"(?<![\w.])0[0-7]+[lL]?(?![\w.])", phrase("an old octal number")),
    (r"(?<![\w.])\d+[lL](?!\w)", phrase("a long number")),
    (r"`[^`]+`", phrase("backquotes")),
)
PYTHON_LINE = (
    r"(?m)^\s*(?:import\s+\w|from\s+[\w.]+\s+import|def\s+\w+\s*\("
    r"|class\s+\w+\s*[:(]|@\w|print\s*\(?|if\s.+:\s*$"
    r"|\w[\w.]*\s*=\s*\S|\w[\w.]*\(.*\)\s*$)"
)


def refuse_syntax(source: Source, error: BaseException, name: str) -> None:
    """Explain an error of compile(), such as a SyntaxError, to the author of the file. @throws Refused"""
    line = getattr(error, "lineno", None)
    lines = source.text.splitlines()
    around = lines[max(0, (line or 1) - 2) : (line or 1) + 1]
    shebang = source.text.startswith("#!")
    if isinstance(error, SyntaxError):
        for pattern, syntax in PYTHON2:
            if any(re.search(pattern, one) for one in around):
                old = phrase("Line {line} is Python 2 ({syntax}); scripts are run with Python 3.")
                convert = phrase("Convert the script, for example with 2to3.")
                raise Refused("syntax_error", old, line, fix=convert, syntax=message_of(syntax))
        if line and line <= len(lines) and re.match(r"\s*(?:%{1,2}\w|!\s*\w|\?\w)", lines[line - 1]):
            raise Refused(
                "syntax_error",
                phrase("Line {line} is a command of a notebook, which Python does not know: {source}"),
                line,
                fix=phrase("Remove these lines. To convert a notebook to a script, use jupyter nbconvert --to script."),
                source=lines[line - 1].strip()[:80],
            )
    if not shebang and not name.endswith((".py", ".pyw")) and not re.search(PYTHON_LINE, source.text):
        upload = phrase("Upload the script's source file.")
        raise Refused("not_a_script", phrase("This text is not a script."), fix=upload)
    if shebang and "python" not in (lines[0] if lines else ""):
        other = phrase("The first line says that this is not a Python script: {source}")
        raise Refused("not_python", other, 1, source=lines[0][:80])
    if not isinstance(error, SyntaxError):
        raise Refused("syntax_error", phrase("The script is too deeply nested or too large for Python to read."))
    reason = (error.msg or "invalid syntax").strip()
    shown = (error.text or "").strip()
    if line and shown:
        with_code = phrase("Python does not understand the script in line {line} ({error}): {source}")
        raise Refused("syntax_error", with_code, line, error=reason, source=shown[:120])
    if line:
        with_line = phrase("Python does not understand the script in line {line} ({error}).")
        raise Refused("syntax_error", with_line, line, error=reason)
    raise Refused("syntax_error", phrase("Python does not understand the script ({error})."), error=reason)


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
