/** A variable of the client's environment; an empty one counts as missing. */
export function variable(name: string): string | undefined {
  return process.env[name] || undefined;
}

/** `npm run` starts its programs in the project's folder, but a command means the files in the caller's folder. */
export function enterCallersFolder(): void {
  const folder = variable("INIT_CWD");
  if (variable("npm_lifecycle_event") === "wooey" && folder !== undefined) process.chdir(folder);
}
