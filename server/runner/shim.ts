/**
 * The process between the worker and a script, one `sh` per run in a session of its own. It outlives the worker: it
 * keeps the script's exit code and output on disk until a worker has stored them. In the run's folder it writes
 * `started` (its own /proc stat line; made exclusively, so that a run starts at most once), `scope` (pid of the
 * sub-shell that is the script's parent), `exit` (the exit code; whole once it ends with a newline), and for each stream
 * `stdout` with its first bytes and, in a flood, `stdout.end` with its last and `stdout.rest` with the number of bytes
 * after the first. GNU `head` writes in blocks unless `stdbuf` (of the same coreutils) tells it not to. Arguments:
 * folder, bytes to keep from the start and from the end, NAME=value that marks the script's processes, a file for
 * descriptor 8, the command.
 */
export const shimProgram = `
trap : HUP INT TERM
cd "$1" || exit 1
keep=$2 last=$3 mark=$4 filter=$5
shift 5
self=$$
[ ! -r /proc/self/stat ] || read -r self </proc/self/stat
set -C
{ echo "$self" >started; } 2>/dev/null || exit 0
set +C
at_once=
! command -v stdbuf >/dev/null || at_once="stdbuf -o0"
pump() {
  $at_once head -c "$keep" >"$1" || cat >/dev/null
  [ "$(wc -c <"$1")" -lt "$keep" ] && return
  { tee /dev/fd/9 | wc -c >"$1.rest"; } 9>&1 | tail -c "$last" >"$1.end"
}
{
  {
    [ ! -r /proc/self/stat ] || { read -r scope </proc/self/stat; echo "\${scope%% *}" >scope; }
    (cd work && export "$mark" && exec "$@") </dev/null 2>&3 3>&- 8<"$filter"
    echo "$?" >exit
  } 2>/dev/null | pump stdout >/dev/null 3>&-
} 3>&1 | pump stderr >/dev/null
`;
