"""Decides about the system calls that a seccomp filter passes to the launcher (seccomp_unotify(2)).

The supervisor itself makes the calls that change the metadata of a file, and only for files in the writable folders.
The command may change its memory and its folders at any time. Therefore everything is copied or opened first. Then the
supervisor checks that the notification is still valid, and applies the change to the opened file, never to a path of
the command.

Calls that name a process may continue if it belongs to the run: their arguments are numbers, which cannot change.
"""

import ctypes
import errno
import fcntl
import os
import select
import signal
import struct

from linux import libc
from locate import descriptor_first, flags_at, folder_first, identity, link_first, path_first, times_target
from notified import AT_FDCWD, NOTIFICATION, Call, failure

TYPE_CHECKING = False  # Importing typing would take longer than everything else.
if TYPE_CHECKING:
    from collections.abc import Callable

    from locate import Roots

RECEIVE = 0xC0502100
CONTINUE = 1
SET_PRIORITY = {"x86_64": (141, 251), "aarch64": (140, 30)}
NAME_BYTES, VALUE_BYTES = 256, 65536
NO_ID = 0xFFFFFFFF  # chown(2): leave the owner or the group as it is.

# The calls by their number: [x86_64, aarch64]. A call that is not listed names a process.
NUMBERS = {
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "setxattrat": (463, 463),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "removexattrat": (466, 466),
    "file_setattr": (469, 469),
}
column = ("x86_64", "aarch64").index(os.uname().machine)
NAMES = {numbers[column]: name for name, numbers in NUMBERS.items() if numbers[column] is not None}


def supervise(listener: int, child: int, folders: "list[str]") -> int:
    """Answers all calls until the child has ended, and reaps adopted processes. Returns the status of the child."""
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    roots = {identity(os.stat(folder)) for folder in folders if os.path.isdir(folder)}
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(woken, select.POLLIN)
    launcher = os.getpid()
    while True:
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == child:
                return status
            if pid == 0:
                break
        for descriptor, events in poll.poll():
            if descriptor == woken:
                os.read(woken, 4096)
            elif events & select.POLLIN:
                answer_next(listener, roots, launcher)
            else:
                poll.unregister(listener)


def answer_next(listener: int, roots: "Roots", launcher: int) -> None:
    notification = bytearray(NOTIFICATION.size)
    try:
        fcntl.ioctl(listener, RECEIVE, notification)
    except OSError:
        return  # The process was killed.
    call = Call(listener, bytes(notification))
    try:
        name = NAMES.get(call.number)
        if name is not None:
            actions[name](call, roots)
            call.answer()
        elif belongs_to_run(call, launcher):
            call.check_valid()
            call.answer(flags=CONTINUE)
        else:
            call.answer(errno.EPERM)
    except OSError as error:
        call.answer(error.errno or errno.EPERM)
    except Exception:
        call.answer(errno.EPERM)
    finally:
        call.close()


def belongs_to_run(call: Call, launcher: int) -> bool:
    """Whether the launcher has started the named process or thread, directly or indirectly."""
    is_second = call.number in SET_PRIORITY[os.uname().machine]
    pid = call.arguments[1 if is_second else 0] & 0xFFFFFFFF
    while pid > 1:
        with open("/proc/%d/status" % pid, "rb") as file:
            parent = int(file.read().partition(b"\nPPid:")[2].split(None, 1)[0])
        if parent == launcher:
            return True
        pid = parent
    return False


def link_to(descriptor: int) -> bytes:
    return b"/proc/self/fd/%d" % descriptor


def change_mode(find: "Callable[[Call, Roots], int]", mode_index: int) -> "Callable[[Call, Roots], None]":
    def act(call: Call, roots: "Roots") -> None:
        found = find(call, roots)
        call.check_valid()
        os.chmod(link_to(found), call.arguments[mode_index] & 0o7777)

    return act


def change_owner(find: "Callable[[Call, Roots], int]", user_index: int) -> "Callable[[Call, Roots], None]":
    def act(call: Call, roots: "Roots") -> None:
        user, group = (number & 0xFFFFFFFF for number in call.arguments[user_index : user_index + 2])
        found = find(call, roots)
        call.check_valid()
        os.chown(link_to(found), -1 if user == NO_ID else user, -1 if group == NO_ID else group)

    return act


def change_times(find: "Callable[[Call, Roots], int]", times_index: int, kind: str) -> "Callable[[Call, Roots], None]":
    def act(call: Call, roots: "Roots") -> None:
        address = call.arguments[times_index]
        times = None if address == 0 else as_timespecs(call.read_all(address, 16 if kind == "seconds" else 32), kind)
        found = find(call, roots)
        call.check_valid()
        if libc.utimensat(AT_FDCWD, link_to(found), times, 0) < 0:
            raise failure(ctypes.get_errno())

    return act


def as_timespecs(content: bytes, kind: str) -> bytes:
    """Two struct timespec (seconds and nanoseconds) from the arguments of the call."""
    if kind == "seconds":
        accessed, modified = struct.unpack("qq", content)
        return struct.pack("qqqq", accessed, 0, modified, 0)
    if kind == "microseconds":
        first, first_rest, second, second_rest = struct.unpack("qqqq", content)
        return struct.pack("qqqq", first, first_rest * 1000, second, second_rest * 1000)
    return content


def set_attribute(find: "Callable[[Call, Roots], int]") -> "Callable[[Call, Roots], None]":
    def act(call: Call, roots: "Roots") -> None:
        _, name_at, value_at, size, flags = call.arguments[:5]
        if size > VALUE_BYTES:
            raise failure(errno.E2BIG)
        name = call.read_text(name_at, NAME_BYTES, errno.ERANGE)
        value = call.read_all(value_at, size) if size else b""
        found = find(call, roots)
        call.check_valid()
        os.setxattr(link_to(found), name, value, flags & 0xFFFFFFFF)

    return act


def remove_attribute(find: "Callable[[Call, Roots], int]") -> "Callable[[Call, Roots], None]":
    def act(call: Call, roots: "Roots") -> None:
        name = call.read_text(call.arguments[1], NAME_BYTES, errno.ERANGE)
        found = find(call, roots)
        call.check_valid()
        os.removexattr(link_to(found), name)

    return act


def refuse(_call: Call, _roots: "Roots") -> None:
    """Refuses new calls that the C library does not need, because it then uses the older ones."""
    raise failure(errno.ENOSYS)


actions: "dict[str, Callable[[Call, Roots], None]]" = {
    "chmod": change_mode(path_first, 1),
    "fchmod": change_mode(descriptor_first, 1),
    "fchmodat": change_mode(folder_first, 2),
    "fchmodat2": change_mode(flags_at(3), 2),
    "chown": change_owner(path_first, 1),
    "lchown": change_owner(link_first, 1),
    "fchown": change_owner(descriptor_first, 1),
    "fchownat": change_owner(flags_at(4), 2),
    "utime": change_times(path_first, 1, "seconds"),
    "utimes": change_times(path_first, 1, "microseconds"),
    "futimesat": change_times(times_target, 2, "microseconds"),
    "utimensat": change_times(times_target, 2, "nanoseconds"),
    "setxattr": set_attribute(path_first),
    "lsetxattr": set_attribute(link_first),
    "fsetxattr": set_attribute(descriptor_first),
    "removexattr": remove_attribute(path_first),
    "lremovexattr": remove_attribute(link_first),
    "fremovexattr": remove_attribute(descriptor_first),
    "setxattrat": refuse,
    "removexattrat": refuse,
    "file_setattr": refuse,
}
