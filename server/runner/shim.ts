import path from "node:path";
import { projectRoot } from "@/server/root";

/** The arguments of a shim. */
export interface ShimSettings {
  /** The run folder. */
  folder: string;
  /** How many bytes to keep from the start and from the end of each stream. */
  startBytes: number;
  endBytes: number;
  /** The `NAME=value` that marks the script's processes. */
  mark: string;
  /** A file that is opened as descriptor 8 of the command. */
  filter: string;
  /** A Python of the machine, for pump.py and terminal.py. */
  python: string;
  /** Whether the command gets a terminal. */
  hasTerminal: boolean;
  /** The user id of the command; null for the user of this process. */
  userId: number | null;
  /** How often it checks the lease, in whole seconds. */
  checkSeconds: number;
}

/**
 * The command line of the process between the worker and a script. If the script prints to pipes, this is the program
 * below. If it has a terminal, it is terminal.py, which writes the same files.
 */
export function shimCommand(settings: ShimSettings, command: string[]): [string, ...string[]] {
  const { folder, startBytes, endBytes, mark, filter, python, hasTerminal, userId, checkSeconds } = settings;
  const programs = path.join(projectRoot(), "server", "runner");
  const common = [folder, String(startBytes), String(endBytes), mark, filter, String(checkSeconds)];
  // terminal.py is imported, because Python stores bytecode only for imported modules, and compiling takes 5 ms.
  const start = "import sys; sys.path.insert(0, sys.argv.pop(1)); import terminal; terminal.main()";
  if (hasTerminal) return [python, "-I", "-S", "-c", start, programs, ...common, String(userId ?? ""), ...command];
  return ["/bin/sh", "-c", pipesProgram, "wooey-run", ...common, python, programs, ...command];
}

/**
 * The shim of a script that prints to pipes: one `sh` per run, in its own session. It outlives the worker and keeps the
 * script's exit code and output on disk until a worker has stored them. It writes these files into the run folder:
 *
 * - `started`: its own line of /proc/PID/stat. The file is created exclusively, so that a run is started at most once.
 * - `scope`: the process id of the sub-shell that is the script's parent.
 * - `exit`: the exit code. It is complete when it ends with a newline.
 * - `stdout` and `stderr`: the first bytes of the stream, or more. For a long output, also `stdout.end` with the last
 *   bytes and `stdout.rest` with the number of bytes after those in `stdout`.
 *
 * The worker keeps the file `lease` up to date: the seconds of /proc/uptime until which the script may run. A process
 * of the shim, the guard, ends the script after that, and a script whose lease is over is not started.
 *
 * Unlike `head`, `dd` immediately writes everything that it has read, and it counts its reads. After 2048 reads of any
 * size, pump.py replaces it, which takes longer to start and is cheaper afterwards. Arguments: folder, bytes to keep
 * from the start and from the end, NAME=value that marks the script's processes, a file for descriptor 8, seconds between
 * checks of the lease, a Python, the folder of pump.py and fence.py, the command.
 */
const pipesProgram = `
trap : HUP INT TERM
cd "$1" || exit 1
keep=$2 last=$3 mark=$4 filter=$5 pause=$6 python=$7 programs=$8
shift 8
lease_is_over() {
  { read -r until <lease && read -r now rest </proc/uptime; } 2>/dev/null && [ "\${now%%.*}" -ge "$until" ]
}
! lease_is_over || { : >fenced; exit 0; }
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
  "$python" -I -S "$programs/pump.py" "$1" "$keep" "$last" || cat >/dev/null
}
guard() {
  trap 'kill "$!"; exit' TERM
  while [ -e started ]; do
    sleep "$pause" &
    wait "$!"
    ! lease_is_over || exec "$python" -I -S "$programs/fence.py" .
  done
}
guard </dev/null >/dev/null 2>&1 &
guard=$!
{
  {
    [ ! -r /proc/self/stat ] || { read -r scope </proc/self/stat; echo "\${scope%% *}" >scope; }
    (cd work && export "$mark" && exec "$@") 2>&3 3>&- 8<"$filter"
    echo "$?" >exit
  } 2>/dev/null | pump stdout >/dev/null 3>&-
} 3>&1 | pump stderr >/dev/null
kill "$guard" 2>/dev/null
`;
