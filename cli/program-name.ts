import os from "node:os";

/** What the list of keys and the page of a login call this client. */
export function programName(): string {
  return `wooey on ${os.hostname()}`;
}
