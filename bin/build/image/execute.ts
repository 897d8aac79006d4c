import { spawn } from "node:child_process";

/**
 * Runs a program, and returns the last 20,000 characters that it printed.
 * @throws an error with the end of its output if the program fails
 */
export async function execute(program: string, words: string[]): Promise<string> {
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-20_000);
    });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`${program} ${words.slice(-3).join(" ")} failed (${code}):\n${output}`);
  return output;
}
