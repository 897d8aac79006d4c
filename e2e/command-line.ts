import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs `wooey …` against the instance under test. */
export function wooey(...args: string[]): Promise<CommandResult> {
  return runProgram(process.execPath, ["bin/launch.cjs", "wooey", ...args]);
}

/** Does the same as people do it, with `npm run -s wooey -- …`. */
export function npmRunWooey(...args: string[]): Promise<CommandResult> {
  return runProgram("npm", ["run", "-s", "wooey", "--", ...args]);
}

async function runProgram(program: string, args: string[]): Promise<CommandResult> {
  const env = { ...process.env, WOOEY_DATA_DIR: ".e2e/data", WOOEY_ENABLE_API_KEYS: "true" };
  try {
    const { stdout, stderr } = await run(program, args, { env });
    return { exitCode: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, stdout, stderr };
  }
}

/** Keys of this process's tests: to make one takes half a second of processor time. */
const keys = new Map<string, Promise<string>>();

/** An API key of a user, as the command line prints it. Tests that run in the same process share it. */
export function createApiKey(username: string): Promise<string> {
  const key = keys.get(username) ?? printApiKey(username);
  keys.set(username, key);
  return key;
}

async function printApiKey(username: string): Promise<string> {
  const { stdout, stderr, exitCode } = await wooey("api-key", "create", "--user", username, "--name", "browser tests");
  if (exitCode !== 0) throw new Error(stderr);
  return stdout.trim();
}
