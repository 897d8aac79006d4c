import path from "node:path";
import { projectRoot } from "@/server/root";

/** What a shim is told. */
export interface ShimSettings {
  /** The run's folder. */
  folder: string;
  /** Bytes to keep from the start of each stream, and from its end. */
  startBytes: number;
  endBytes: number;
  /** `NAME=value` that marks the script's processes. */
  mark: string;
  /** A file that the command finds at descriptor 8. */
  filter: string;
  /** A Python of the machine's. */
  python: string;
  /** Whether the command gets a terminal. */
  hasTerminal: boolean;
  /** The user id that the command runs under; null for our own. */
  userId: number | null;
}

/**
 * The command line of the process between the worker and a script: for one that prints to pipes, below; for one that
 * has a terminal, terminal.py, which keeps the same files.
 */
export function shimCommand(settings: ShimSettings, command: string[]): [string, ...string[]] {
  const { folder, startBytes, endBytes, mark, filter, python, hasTerminal, userId } = settings;
  const programs = path.join(projectRoot(), "server", "runner");
  const common = [folder, String(startBytes), String(endBytes), mark, filter];
  // Imported, for Python keeps the bytecode of what is imported alone, and to compile it each time takes 5 ms.
  const start = "import sys; sys.path.insert(0, sys.argv.pop(1)); import terminal; terminal.main()";
  if (hasTerminal) return [python, "-I", "-S", "-c", start, programs, ...common, String(userId ?? ""), ...command];
  return ["/bin/sh", "-c", pipesProgram, "wooey-run", ...common, python, path.join(programs, "pump.py"), ...command];
}

/**
 * The shim of a script that prints to pipes, one `sh` per run in a session of its own. It outlives the worker: it
 * keeps the script's exit code and output on disk until a worker has stored them. In the run's folder it writes
 * `started` (its own /proc stat line; made exclusively, so that a run starts at most once), `scope` (pid of the
 * sub-shell that is the script's parent), `exit` (the exit code; whole once it ends with a newline), and for each stream
 * `stdout` with its first bytes or more and, in a flood, `stdout.end` with its last and `stdout.rest` with the number of bytes
 * after those. `dd` writes at once what it has read, which `head` does not, and tells how many reads it were: after 2048
 * of them, of any size, pump.py takes over, which costs a start and then less. Arguments: folder, bytes to keep from the
 * start and from the end, NAME=value that marks the script's processes, a file for descriptor 8, a Python, pump.py, the
 * command.
 */
const pipesProgram = `
trap : HUP INT TERM
cd "$1" || exit 1
keep=$2 last=$3 mark=$4 filter=$5 python=$6 program=$7
shift 7
self=$$
[ ! -r /proc/self/stat ] || read -r self </proc/self/stat
set -C
{ echo "$self" >started; } 2>/dev/null || exit 0
set +C
pump() {
  dd bs=32768 count=2048 2>"$1.count" >>"$1" || { cat >/dev/null; return; }
  full=0 part=0
  while IFS='+ ' read -r first second rest; do
    case $rest in *in) full=$first part=$second ;; esac
  done <"$1.count"
  [ "$((full + part))" -eq 2048 ] || return
  "$python" -I -S "$program" "$1" "$keep" "$last" || cat >/dev/null
}
{
  {
    [ ! -r /proc/self/stat ] || { read -r scope </proc/self/stat; echo "\${scope%% *}" >scope; }
    (cd work && export "$mark" && exec "$@") 2>&3 3>&- 8<"$filter"
    echo "$?" >exit
  } 2>/dev/null | pump stdout >/dev/null 3>&-
} 3>&1 | pump stderr >/dev/null
`;
