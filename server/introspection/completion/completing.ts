import type { CompletedCommand } from "./completed";

export interface RunOptions {
  environment?: Record<string, string>;
  /** A further file descriptor for what it prints. */
  descriptor?: number;
}

export interface Completing {
  /** The program's name. */
  program: string;
  /** Its file, as Latin-1, in which its library is recognised. */
  content: string;
  /** The help text of the program, or of the sub-command that the words name. */
  ask: (commands: string[]) => Promise<string>;
  /** Runs the program in the sandbox with these words, and returns its output; "" once time has run out. */
  run: (words: string[], how?: RunOptions) => Promise<string>;
  /** What a completion file of the program contains; null without one. */
  readFile: () => Promise<CompletedCommand | null>;
}

/** Further sub-commands are not read. */
export const commandsMax = 40;
export const depthMax = 3;

/** Whether this help text is that of a sub-command, and not that of an argument. */
export function isHelpOfCommand(answer: string, help: string, below: string[]): boolean {
  return answer !== help && answer.includes(below.join(" "));
}
