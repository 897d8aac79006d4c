/**
 * The exit codes of the client commands (docs/cli.md). `run` and `wait` end with the script's own exit code; the others
 * are those of sysexits.h, which scripts hardly ever use.
 */
export const exitCodes = {
  done: 0,
  /** The command line or the input is wrong: nothing was run. */
  input: 64,
  /** The server failed or cannot be reached. */
  server: 69,
  /** The job ended without an exit code of its script: it was stopped, or its environment could not be built. */
  noExitCode: 70,
  /** The server is busy or the wait is over: the same command may succeed later. */
  retryLater: 75,
  /** There is no key, or it does not allow this. */
  notAllowed: 77,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ClientExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An error that the caller can act on; its message is one or more sentences for stderr. */
export class ClientError extends Error {
  readonly exitCode: ClientExitCode;

  constructor(kind: keyof typeof exitCodes, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ClientError";
    this.exitCode = exitCodes[kind];
  }
}
