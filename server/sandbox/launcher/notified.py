"""One system call that waits for the supervisor's answer, and safe copies of the data that it refers to."""

import ctypes
import errno
import fcntl
import os
import struct

from linux import libc

SEND, IS_VALID = 0xC0182101, 0x40082102
NOTIFICATION, RESPONSE = struct.Struct("QIIiIQ6Q"), struct.Struct("QqiI")
OPENAT2, RESOLVE_NO_MAGICLINKS = 437, 2
AT_FDCWD = -100


class Call:
    """One system call of a process that waits for an answer."""

    def __init__(self, listener: int, notification: bytes) -> None:
        self.listener = listener
        self.id, self.pid, _, self.number, _, _, *self.arguments = NOTIFICATION.unpack(notification)
        self.opened: "list[int]" = []

    def check_valid(self) -> None:
        """Raises an error when the process is gone: its id may belong to another process by now."""
        fcntl.ioctl(self.listener, IS_VALID, struct.pack("Q", self.id))

    def answer(self, error: int = 0, flags: int = 0) -> None:
        try:
            fcntl.ioctl(self.listener, SEND, RESPONSE.pack(self.id, 0, -error, flags))
        except OSError:
            pass  # The process was killed.

    def close(self) -> None:
        for descriptor in self.opened:
            os.close(descriptor)

    def read(self, address: int, size: int) -> bytes:
        """Copies from the memory of the process. @throws EFAULT."""
        memory = os.open("/proc/%d/mem" % self.pid, os.O_RDONLY | os.O_CLOEXEC)
        try:
            return os.pread(memory, size, address)
        except (OSError, OverflowError):
            raise failure(errno.EFAULT) from None
        finally:
            os.close(memory)

    def read_all(self, address: int, size: int) -> bytes:
        content = self.read(address, size)
        if len(content) < size:
            raise failure(errno.EFAULT)
        return content

    def read_text(self, address: int, limit: int, too_long: int) -> bytes:
        """Copies a string that ends with a zero byte. It reads page by page, because the next page may not exist."""
        text = b""
        while len(text) < limit:
            page = self.read(address + len(text), 4096 - (address + len(text)) % 4096)
            if not page:
                raise failure(errno.EFAULT)
            end = page.find(b"\0")
            text += page if end < 0 else page[:end]
            if end >= 0 and len(text) < limit:
                return text
        raise failure(too_long)

    def open(self, path: bytes, base: "int | None" = None, flags: int = 0) -> int:
        """Opens a file only as a location (O_PATH), not its content. Links in /proc to other processes are refused."""
        how = struct.pack("QQQ", os.O_PATH | os.O_CLOEXEC | flags, 0, RESOLVE_NO_MAGICLINKS)
        descriptor: int = libc.syscall(OPENAT2, AT_FDCWD if base is None else base, path, how, len(how))
        if descriptor < 0:
            raise failure(ctypes.get_errno())
        self.opened.append(descriptor)
        return descriptor

    def open_own(self, name: str, flags: int = 0) -> int:
        """Opens the target of a link in the /proc folder of the process."""
        try:
            descriptor = os.open("/proc/%d/%s" % (self.pid, name), os.O_PATH | os.O_CLOEXEC | flags)
        except FileNotFoundError:
            raise failure(errno.EBADF) from None
        self.opened.append(descriptor)
        return descriptor


def failure(number: int) -> OSError:
    return OSError(number, os.strerror(number))
