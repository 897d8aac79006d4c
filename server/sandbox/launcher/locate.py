"""Opens the file that a system call refers to, if it is in one of the writable folders."""

import ctypes
import errno
import os
import stat

from notified import AT_FDCWD, Call, failure

TYPE_CHECKING = False  # Importing typing would take longer than everything else.
if TYPE_CHECKING:
    from collections.abc import Callable

    Roots = set[tuple[int, int]]  # The identities of the writable folders.

AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH = 0x100, 0x1000
UTIMENSAT = (280, 88)
PATH_BYTES = 4096
SYMLINKS_MAX, DEPTH_MAX = 40, 256


def identity(status: os.stat_result) -> "tuple[int, int]":
    return status.st_dev, status.st_ino


def is_inside(call: Call, folder: int, roots: "Roots") -> bool:
    """Whether an open folder is a writable folder or is inside one. The command cannot move it out of them."""
    seen = identity(os.fstat(folder))
    for _ in range(DEPTH_MAX):
        if seen in roots:
            return True
        folder = call.open(b"..", folder, os.O_DIRECTORY)
        above = identity(os.fstat(folder))
        if above == seen:
            return False
        seen = above
    return False


def by_path(call: Call, where: "tuple[int, int, bool]", roots: "Roots") -> int:
    """Opens the file that a path names.

    `where` contains the base folder, the address of the path, and whether to follow a link at the end of the path.

    @throws EPERM if it is not in a writable folder.
    """
    base, address, follow = where
    path = call.read_text(address, PATH_BYTES, errno.ENAMETOOLONG)
    if not path:
        raise failure(errno.ENOENT)
    start = None if path.startswith(b"/") else base_folder(call, base)
    for _ in range(SYMLINKS_MAX):
        if path.endswith(b"/"):
            follow = True
        descriptor = own_descriptor(path, call.pid)
        if descriptor is not None and follow:
            return by_descriptor(call, descriptor, roots)
        before, slash, name = path.rstrip(b"/").rpartition(b"/")
        parent = call.open(before + slash or b".", None if path.startswith(b"/") else start, os.O_DIRECTORY)
        if name in (b"", b".", b".."):
            folder = call.open(name or b".", parent, os.O_DIRECTORY)
            if is_inside(call, folder, roots):
                return folder
            raise failure(errno.EPERM)
        found = call.open(name, parent, os.O_NOFOLLOW)
        kind = os.fstat(found)
        if stat.S_ISLNK(kind.st_mode) and follow:
            start, path = parent, os.readlink(b"", dir_fd=found)
            continue
        if (stat.S_ISDIR(kind.st_mode) and identity(kind) in roots) or is_inside(call, parent, roots):
            return found
        raise failure(errno.EPERM)
    raise failure(errno.ELOOP)


def base_folder(call: Call, base: int) -> int:
    base = signed(base)
    return call.open_own("cwd" if base == AT_FDCWD else "fd/%d" % base, os.O_DIRECTORY)


def signed(number: int) -> int:
    """The int in an argument: the C library passes it in 64 bits."""
    return ctypes.c_int32(number & 0xFFFFFFFF).value


def own_descriptor(path: bytes, pid: int) -> "int | None":
    """The NUMBER of /proc/self/fd/NUMBER, a path by which the C library changes the file of a descriptor; else None."""
    parts = path.split(b"/")
    if len(parts) == 5 and parts[1] == b"proc" and parts[2] in (b"self", b"%d" % pid) and parts[3] == b"fd":
        return int(parts[4]) if parts[4].isdigit() else None
    return None


def by_descriptor(call: Call, number: int, roots: "Roots") -> int:
    """Opens the file that a descriptor of the process refers to. @throws EPERM if it is not in a writable folder."""
    found = call.open_own("fd/%d" % signed(number))
    kind = os.fstat(found)
    if stat.S_ISDIR(kind.st_mode) and is_inside(call, found, roots):
        return found
    if stat.S_ISREG(kind.st_mode) and kind.st_nlink == 0 and is_writable(call, number):
        return found  # A file without a name: only the command itself can have created it.
    folder, _, name = os.readlink("/proc/self/fd/%d" % found).encode("utf-8", "surrogateescape").rpartition(b"/")
    parent = call.open(folder or b"/", None, os.O_DIRECTORY)
    if not is_inside(call, parent, roots):
        raise failure(errno.EPERM)
    if identity(os.stat(name, dir_fd=parent, follow_symlinks=False)) == identity(kind):
        return found
    raise failure(errno.EPERM)


def is_writable(call: Call, number: int) -> bool:
    """Whether a descriptor was opened for writing. The command can do that only where the policy allows it."""
    with open("/proc/%d/fdinfo/%d" % (call.pid, signed(number)), "rb") as file:
        flags = int(file.read().partition(b"flags:")[2].split(None, 1)[0], 8)
    return flags & os.O_ACCMODE in (os.O_WRONLY, os.O_RDWR)


def by_flags(call: Call, flags: int, roots: "Roots") -> int:
    """The file of a call that takes a folder, a path and flags, such as fchownat(2)."""
    base, address = call.arguments[:2]
    if flags & AT_EMPTY_PATH and call.read(address, 1) == b"\0":
        return base_folder(call, base) if signed(base) == AT_FDCWD else by_descriptor(call, base, roots)
    return by_path(call, (base, address, not flags & AT_SYMLINK_NOFOLLOW), roots)


def path_first(call: Call, roots: "Roots") -> int:
    return by_path(call, (AT_FDCWD, call.arguments[0], True), roots)


def link_first(call: Call, roots: "Roots") -> int:
    return by_path(call, (AT_FDCWD, call.arguments[0], False), roots)


def descriptor_first(call: Call, roots: "Roots") -> int:
    return by_descriptor(call, call.arguments[0], roots)


def folder_first(call: Call, roots: "Roots") -> int:
    return by_flags(call, 0, roots)


def flags_at(index: int) -> "Callable[[Call, Roots], int]":
    return lambda call, roots: by_flags(call, call.arguments[index], roots)


def times_target(call: Call, roots: "Roots") -> int:
    """utimensat and futimesat change the descriptor itself if there is no path."""
    if call.arguments[1] == 0:
        return by_descriptor(call, call.arguments[0], roots)
    return by_flags(call, call.arguments[3] if call.number in UTIMENSAT else 0, roots)
