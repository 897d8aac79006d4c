import fs from "node:fs";

// A script may replace a file or a folder by a link to something else at any time, also between two system calls of the
// worker, which may read more than the script may. So nothing is opened by its path alone: what was opened is compared
// with what was expected, and everything after that uses the descriptor.

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = fs.constants;
const isLinux = process.platform === "linux";

export interface OpenedFolder {
  /** Its file descriptor. */
  opened: number;
  location: Buffer;
}

/** Opens a folder; null if it is gone, cannot be read, or is no longer a folder at this path without links. */
export function openFolder(location: Buffer): number | null {
  return openExpected(location, O_RDONLY | O_NOFOLLOW | O_DIRECTORY);
}

/**
 * Opens a regular file of the run for reading; null if something else is in its place. It never follows a link, and
 * never waits for a named pipe. A hard link to a file of another user is refused: the script may link to files that it
 * cannot read. `owner` is the user id of the run's folder.
 */
export function openFile(location: Buffer, owner: number): number | null {
  const opened = openExpected(location, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (opened === null) return null;
  const stat = fs.fstatSync(opened);
  // Scripts of root can read everything, and may well unpack files of other users.
  if (stat.isFile() && (stat.uid === owner || owner === 0)) return opened;
  fs.closeSync(opened);
  return null;
}

/** A path for listing an opened folder, whatever is at its own path by now. */
export function listingPath({ opened, location }: OpenedFolder): Buffer {
  return isLinux ? Buffer.from(`/proc/self/fd/${opened}`) : location;
}

function openExpected(location: Buffer, flags: number): number | null {
  let opened: number;
  try {
    opened = fs.openSync(location, flags);
  } catch {
    return null;
  }
  if (isWhereExpected(opened, location)) return opened;
  fs.closeSync(opened);
  return null;
}

/** O_NOFOLLOW guards the last name only: a folder on the path may be a link by now. */
function isWhereExpected(opened: number, location: Buffer): boolean {
  if (!isLinux) return true;
  return fs.readlinkSync(`/proc/self/fd/${opened}`, { encoding: "buffer" }).equals(location);
}
