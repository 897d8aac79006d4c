"""A view of the machine for the command: its own processes, and files that it can only read."""

import os
import stat
import struct

from linux import check, libc

TYPE_CHECKING = False  # Importing typing would take longer than everything else.
if TYPE_CHECKING:
    from typing import Any

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID = 0x20000, 0x8000000, 0x10000000, 0x20000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 1 << 14, 1 << 18
OPEN_TREE, MOVE_MOUNT, MOUNT_SETATTR = 428, 429, 442
OPEN_TREE_CLONE, MOVE_MOUNT_F_EMPTY_PATH, MOUNT_ATTR_RDONLY = 1, 4, 1
AT_FDCWD, AT_EMPTY_PATH, AT_RECURSIVE = -100, 0x1000, 0x8000


def enter_namespaces(needs_user: bool) -> None:
    """Creates namespaces for mounts and IPC, and one for the processes that this process starts from now on."""
    user, group = os.getuid(), os.getgid()
    flags = CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWPID | (CLONE_NEWUSER if needs_user else 0)
    check(libc.unshare(flags), "unshare")
    if needs_user:
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", "%d %d 1" % (user, user)),
            ("gid_map", "%d %d 1" % (group, group)),
        ):
            with open("/proc/self/" + name, "w") as file:
                file.write(text)


def make_view(policy: "dict[str, Any]") -> None:
    """Makes everything except the writable folders read-only, and shows only the allowed contents of hidden folders."""
    mask = os.umask(0o022)
    hidden = [path for path in policy["hidden"] if os.path.isdir(path)]
    check(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None), "mount")
    trees = []
    for path in sorted(set(policy["readable"] + policy["writable"])):
        writable = path in policy["writable"]
        if writable or any(path.startswith(folder + "/") for folder in hidden):
            tree = libc.syscall(OPEN_TREE, AT_FDCWD, path.encode(), OPEN_TREE_CLONE | AT_RECURSIVE | os.O_CLOEXEC)
            if tree >= 0:
                trees.append((path, tree, writable))
            elif os.path.exists(path):
                check(tree, "open_tree " + path)
    set_read_only(AT_FDCWD, b"/", AT_RECURSIVE)
    for folder in hidden:
        check(libc.mount(b"tmpfs", folder.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, b"mode=755,size=1m"), "mount")
    for path, tree, writable in trees:
        if not writable:
            set_read_only(tree, b"", AT_RECURSIVE | AT_EMPTY_PATH)
        make_mount_point(path, os.fstat(tree))
        moved = libc.syscall(MOVE_MOUNT, tree, b"", AT_FDCWD, path.encode(), MOVE_MOUNT_F_EMPTY_PATH)
        check(moved, "move_mount " + path)
        os.close(tree)
    for folder in hidden:
        set_read_only(AT_FDCWD, folder.encode(), 0)
    check(libc.mount(b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, None), "mount /proc")
    if os.path.isdir("/dev/shm"):
        shared = b"mode=1777,size=%d" % policy["sharedMemoryBytes"]
        check(libc.mount(b"tmpfs", b"/dev/shm", b"tmpfs", MS_NOSUID | MS_NODEV, shared), "mount /dev/shm")
    os.umask(mask)


def set_read_only(folder: int, path: bytes, flags: int) -> None:
    attributes = struct.pack("QQQQ", MOUNT_ATTR_RDONLY, 0, 0, 0)
    check(libc.syscall(MOUNT_SETATTR, folder, path, flags, attributes, len(attributes)), "mount_setattr")


def make_mount_point(path: str, kind: os.stat_result) -> None:
    """Creates an empty folder or file as a mount point, if there is none."""
    if os.path.lexists(path):
        return
    if stat.S_ISDIR(kind.st_mode):
        os.makedirs(path, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o644))
