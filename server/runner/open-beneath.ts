import fs from "node:fs";

// A script may replace a file or a folder with a link to something else at any time, even between two system calls of
// the worker, which may read more than the script may. So a path alone is never trusted: the opened file is compared
// with the expected one, and everything after that uses the file descriptor.

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_DIRECTORY } = fs.constants;
const isLinux = process.platform === "linux";

export interface OpenedFolder {
  /** Its file descriptor. */
  opened: number;
  location: Buffer;
}

/** Opens a folder; null if it is gone, cannot be read, or was replaced, or if its path now contains a link. */
export function openFolder(location: Buffer): number | null {
  return openExpected(location, O_RDONLY | O_NOFOLLOW | O_DIRECTORY);
}

/**
 * Opens a regular file of the run for reading; null if something else has replaced it. It never follows a link, and
 * never waits for a named pipe. It refuses hard links to files of other users, because a script can create links to
 * files that it cannot read. `owner` is the user id of the run's folder.
 */
export function openFile(location: Buffer, owner: number): number | null {
  const opened = openExpected(location, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (opened === null) return null;
  const stat = fs.fstatSync(opened);
  // Scripts that run as root can read everything, and may unpack files that belong to other users.
  if (stat.isFile() && (stat.uid === owner || owner === 0)) return opened;
  fs.closeSync(opened);
  return null;
}

/** A path for listing an opened folder. It works even if something else is at the folder's own path by now. */
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

/** Whether an opened file is really at its path. O_NOFOLLOW checks only the last name, not the folders on the path. */
function isWhereExpected(opened: number, location: Buffer): boolean {
  if (!isLinux) return true;
  return fs.readlinkSync(`/proc/self/fd/${opened}`, { encoding: "buffer" }).equals(location);
}
