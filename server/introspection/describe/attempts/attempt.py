"""One attempt: runs the script in a forked process, captures its output, and limits its time and memory."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import types

from ..session import emit, really_exit, session
from ..spec import text

TYPE_CHECKING = False
if TYPE_CHECKING:  # without loading typing
    from typing import Any, Callable


OUTPUT_BYTES_KEPT = 64 * 1024
FLOOD_BYTES = 8 * 1024 * 1024
MESSAGE_BYTES_MAX = 32 * 1024 * 1024
STUCK_SECONDS = 0.3


class Outcome:
    """The result of an attempt: the parsers it reported, how it ended, and what it printed."""

    def __init__(self) -> None:
        self.found: list[Any] = []
        self.end: Any = None
        self.stuck: dict[str, Any] | None = None
        self.run_name = ""
        self.output = ""
        self.timed_out = False
        self.flooded = False
        self.signal: int | None = None

    def add(self, message: dict[str, Any]) -> None:
        """Store a message. The script could have written it, so a message of another shape is ignored."""
        command, end, stuck = message.get("command"), message.get("end"), message.get("stuck")
        if isinstance(command, dict) and isinstance(command.get("params"), list) and "engine" in message:
            self.found.append(message)
        elif isinstance(stuck, dict) and "line" in stuck:
            self.stuck = stuck
        elif "end" in message and (end is None or isinstance(end, dict) and "kind" in end):
            self.end = message


class Pipes:
    """The pipes from an attempt: one for its messages, one for everything that the script prints."""

    def __init__(self) -> None:
        self.answer_read, self.answer_write = os.pipe()
        self.output_read, self.output_write = os.pipe()


class Attempt:
    """Work that has begun in a child process. Several may be under way."""

    def __init__(self, work: Callable[[], Any], seconds: float, memory_bytes: int) -> None:
        self.pipes = Pipes()
        self.deadline = time.monotonic() + seconds
        self.pid = os.fork()
        if self.pid == 0:
            child(work, self.pipes, seconds=seconds, memory_bytes=memory_bytes)
        os.close(self.pipes.answer_write)
        os.close(self.pipes.output_write)
        session.private_fds += [self.pipes.answer_read, self.pipes.output_read]

    def outcome(self) -> Outcome:
        """Wait until it reports a parser, ends, or runs out of time."""
        outcome = Outcome()
        answer = collect(outcome, self.pipes, self.deadline)
        self.end(outcome)
        for line in answer.split(b"\n"):
            try:
                message = json.loads(line.decode("ascii"))
            except ValueError:
                continue
            if isinstance(message, dict):
                outcome.add(message)
        return outcome

    def end(self, outcome: Outcome) -> None:
        stop(self.pid, outcome)
        for fd in (self.pipes.answer_read, self.pipes.output_read):
            os.close(fd)
            session.private_fds.remove(fd)


def child(work: Callable[[], Any], pipes: Pipes, *, seconds: float, memory_bytes: int) -> None:
    try:
        os.setsid()
        for fd in (pipes.answer_read, pipes.output_read, *session.private_fds):
            os.close(fd)
        session.emit_fd = pipes.answer_write
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        os.dup2(pipes.output_write, 1)
        os.dup2(pipes.output_write, 2)
        os.close(pipes.output_write)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115 - it stays open
        limit(memory_bytes)
        report_when_stuck(max(seconds - STUCK_SECONDS, seconds / 2))
        emit({"end": work()})
    except BaseException as error:
        try:
            emit({"end": {"kind": type(error).__name__, "message": text(error)}})
        except BaseException:
            pass
    finally:
        really_exit(0)


def limit(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:
        return
    requested = ((resource.RLIMIT_DATA, memory_bytes), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 16 << 20))
    for name, value in requested:
        try:
            _, hard = resource.getrlimit(name)
            if hard != resource.RLIM_INFINITY:
                value = min(value, hard)
            resource.setrlimit(name, (value, hard))
        except (ValueError, OSError):
            continue


def report_when_stuck(seconds: float) -> None:
    """Shortly before time runs out, report which line of the script is running and whether it is an import."""

    def report(_: int, frame: types.FrameType | None) -> None:
        lines: list[types.FrameType] = []
        while frame is not None:
            if os.path.abspath(frame.f_code.co_filename) == session.script:
                lines.append(frame)
            frame = frame.f_back
        inner = lines[0] if lines else None
        emit(
            {
                "stuck": {
                    "line": inner.f_lineno if inner else None,
                    "top": inner is not None and inner.f_code.co_name == "<module>",
                }
            }
        )

    signal.signal(signal.SIGALRM, report)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def collect(outcome: Outcome, pipes: Pipes, deadline: float) -> bytes:
    """Read both pipes until the one for messages closes, time runs out, or there is too much output."""
    answer_fd, output_fd = pipes.answer_read, pipes.output_read
    answer: list[bytes] = []
    output: list[bytes] = []
    answer_bytes = output_bytes = 0
    open_fds = [answer_fd, output_fd]
    while answer_fd in open_fds or output_fd in open_fds and not answer:
        # What it has already written counts, even if others were waited for in the meantime.
        ready, _, _ = select.select(open_fds, [], [], max(0, deadline - time.monotonic()))
        if not ready and time.monotonic() >= deadline:
            outcome.timed_out = True
            break
        for fd in ready:
            data = os.read(fd, 65536)
            if not data:
                open_fds.remove(fd)
            elif fd == answer_fd:
                answer.append(data)
                answer_bytes += len(data)
            else:
                if output_bytes < OUTPUT_BYTES_KEPT:
                    output.append(data)
                output_bytes += len(data)
        if output_bytes > FLOOD_BYTES or answer_bytes > MESSAGE_BYTES_MAX:
            outcome.flooded = True
            break
    os.set_blocking(output_fd, False)
    try:
        output.append(os.read(output_fd, OUTPUT_BYTES_KEPT))
    except OSError:
        pass
    outcome.output = b"".join(output)[:OUTPUT_BYTES_KEPT].decode("utf-8", "replace")
    return b"".join(answer)


def stop(pid: int, outcome: Outcome) -> None:
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except OSError:
            pass
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and not outcome.timed_out and not outcome.flooded:
        outcome.signal = os.WTERMSIG(status)
