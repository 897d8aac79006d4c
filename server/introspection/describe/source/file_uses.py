"""Which parameters the source opens, checks or creates as a file or a folder."""

from __future__ import annotations

import ast

from ..spec import each_command

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any

    from ..shapes import Command, Parameter
    from .summary import SourceSummary

# Later ones take precedence: an existing file may still be written, and one that is opened for reading is an input.
CHECKED_FILE, READ_FOLDER, WRITE_FILE, WRITE_FOLDER, READ_FILE = range(5)
HINTS: dict[int, dict[str, Any]] = {
    CHECKED_FILE: {"kind": "file", "mode": "r", "bySource": True},
    READ_FILE: {"kind": "file", "mode": "r", "bySource": True},
    READ_FOLDER: {"kind": "directory", "bySource": True},
    WRITE_FILE: {"kind": "file", "mode": "w", "bySource": True},
    WRITE_FOLDER: {"kind": "directory", "mode": "w", "bySource": True},
}
NAMESPACES = {
    *("args", "arguments", "options", "opts", "opt", "flags", "FLAGS"),
    *("namespace", "parsed_args", "params", "ns"),
}
# What is called with the path first, by its last name or by its last two.
OPENERS = {"open", "fdopen"}
CHECKS = {"exists", "isfile", "getsize", "lexists"}
QUALIFIED_CHECKS = {"path.exists", "path.isfile", "path.getsize", "path.lexists", "os.stat", "os.access"}
READERS = {
    *("imread", "loadtxt", "genfromtxt", "fromfile", "open_dataset", "AlignmentFile", "VariantFile", "FastaFile"),
    *("load_workbook", "ZipFile", "is_zipfile", "is_tarfile"),
}
QUALIFIED_READERS = {
    *("np.load", "numpy.load", "torch.load", "joblib.load", "nib.load", "librosa.load", "ET.parse", "etree.parse"),
    *("ElementTree.parse", "minidom.parse", "SeqIO.parse", "SeqIO.index", "AlignIO.read", "fileinput.input"),
    *("shutil.copy", "shutil.copyfile", "config.read", "parser.read"),
}
FOLDER_READERS = {"isdir", "listdir", "scandir", "walk", "chdir"}
FOLDER_MAKERS = {"makedirs", "mkdir"}
WRITERS = {
    *("savefig", "imwrite", "savetxt", "savez", "to_csv", "to_excel", "to_json", "to_parquet", "to_hdf", "to_pickle"),
    *("to_html", "imsave", "write_image", "write_html"),
}
PATH_METHODS = {
    **dict.fromkeys(("read_text", "read_bytes"), READ_FILE),
    **dict.fromkeys(("exists", "is_file", "stat"), CHECKED_FILE),
    **dict.fromkeys(("iterdir", "is_dir", "glob", "rglob"), READ_FOLDER),
    **dict.fromkeys(("write_text", "write_bytes", "touch"), WRITE_FILE),
    "mkdir": WRITE_FOLDER,
}
WRAPPERS = {"expanduser", "abspath", "realpath", "normpath", "Path", "PurePath", "str", "fspath", "strip", "resolve"}


def add_file_uses(command: Command, summary: SourceSummary) -> None:
    """Add a hint to each plain text parameter that the source uses as a path."""
    plain = [param for one in each_command(command) for param in one["params"] if is_plain_text(param)]
    if not plain:
        return
    reader = UseReader(summary, {param["dest"] for param in plain})
    reader.read()
    for param in plain:
        use = reader.found.get(name_of(param["dest"]))
        if use is not None:
            param["hint"] = dict(HINTS[use])


def is_plain_text(param: Parameter) -> bool:
    has_more = param.get("format") or param.get("choices") or param.get("secret")
    return param["type"] == "string" and not has_more and param.get("nargs") != 0 and param["kind"] != "literal"


def name_of(dest: str) -> str:
    return dest.rpartition(".")[2].replace("-", "_")


class UseReader:
    def __init__(self, summary: SourceSummary, dests: set[str]) -> None:
        self.summary = summary
        self.dests = {name_of(dest): dest for dest in dests}
        self.found: dict[str, int] = {}
        self.namespaces = set(NAMESPACES)
        self.aliases: dict[str, str] = {}

    def read(self) -> None:
        nodes = list(ast.walk(self.summary.tree))
        for node in nodes:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and "parse" in self.called(node.value):
                for target in node.targets:
                    names = target.elts[:1] if isinstance(target, ast.Tuple) else [target]
                    self.namespaces.update(name for name in map(self.summary.constants.dotted, names) if name)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.decorator_list:
                arguments = node.args.args + node.args.kwonlyargs
                self.aliases.update((one.arg, one.arg) for one in arguments if one.arg in self.dests)
        self.find_aliases(nodes)
        for node in nodes:
            if isinstance(node, ast.Call):
                self.read_call(node)

    def find_aliases(self, nodes: list[ast.AST]) -> None:
        """`path = args.input`, `for path in args.inputs`, `with open(path)` of those."""
        for node in nodes:
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                dest = self.dest_of(node.value)
                if dest is not None:
                    self.aliases.setdefault(node.targets[0].id, dest)
            elif isinstance(node, (ast.For, ast.comprehension)) and isinstance(node.target, ast.Name):
                dest = self.dest_of(node.iter)
                if dest is not None:
                    self.aliases.setdefault(node.target.id, dest)

    def called(self, call: ast.Call) -> str:
        return str(self.summary.constants.dotted(call.func) or getattr(call.func, "attr", "")).rpartition(".")[2]

    def dest_of(self, node: Any) -> str | None:
        """The parameter that an expression stands for: args.input, args["input"], Path(args.input), or a variable."""
        if isinstance(node, ast.Attribute) and node.attr in self.dests:
            base = self.summary.constants.dotted(node.value) or ""
            if isinstance(node.value, ast.Call) and "parse" in self.called(node.value):
                return node.attr
            return node.attr if base in self.namespaces or base.rpartition(".")[2] in NAMESPACES else None
        if isinstance(node, ast.Name):
            return self.aliases.get(node.id)
        if isinstance(node, ast.Subscript) and (self.summary.constants.dotted(node.value) or "") in self.namespaces:
            key = getattr(node.slice, "value", None)
            key = getattr(key, "value", key)
            name = name_of(key.strip("<>").lstrip("-")) if isinstance(key, str) else None
            return name if name in self.dests else None
        if isinstance(node, ast.Call) and self.called(node) in WRAPPERS:
            inner = node.args[0] if node.args else getattr(node.func, "value", None)
            return self.dest_of(inner)
        return None

    def read_call(self, call: ast.Call) -> None:
        name = self.called(call)
        owner = getattr(call.func, "value", None)
        if name in PATH_METHODS and self.dest_of(owner) is not None:
            self.note(self.dest_of(owner), PATH_METHODS[name])
        elif name in OPENERS and isinstance(call.func, ast.Attribute) and self.dest_of(owner) is not None:
            self.note(self.dest_of(owner), self.use_of_mode(call, 0))
        if call.args:
            self.note(self.dest_of(call.args[0]), self.use_of_first(call, name))
        if len(call.args) > 1 and (self.summary.constants.dotted(call.func) or "").endswith("path.join"):
            self.note(self.dest_of(call.args[0]), READ_FOLDER)

    def use_of_first(self, call: ast.Call, name: str) -> int | None:
        dotted = self.summary.constants.dotted(call.func) or ""
        if name in OPENERS:
            return self.use_of_mode(call, 1)
        last_two = ".".join(dotted.split(".")[-2:])
        if last_two in QUALIFIED_CHECKS or name in CHECKS and dotted == name:
            return CHECKED_FILE
        if name in READERS or name.startswith("read_") or last_two in QUALIFIED_READERS:
            return READ_FILE
        if name in FOLDER_READERS:
            return READ_FOLDER
        if name in FOLDER_MAKERS:
            return WRITE_FOLDER
        return WRITE_FILE if name in WRITERS else None

    def use_of_mode(self, call: ast.Call, position: int) -> int:
        given = call.args[position] if len(call.args) > position else None
        given = given or next((word.value for word in call.keywords if word.arg == "mode"), None)
        mode = getattr(given, "value", "r")
        return WRITE_FILE if isinstance(mode, str) and set(mode) & set("wax") else READ_FILE

    def note(self, dest: str | None, use: int | None) -> None:
        if dest is not None and use is not None:
            self.found[dest] = max(use, self.found.get(dest, use))
