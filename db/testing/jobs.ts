import type { Parameter } from "@/command-line/spec";
import { db } from "../client";
import { jobOutput, outputStreams } from "../schema";
import { aSpec } from "./factories";

// Rows and specs for tests of jobs, in addition to those of factories.ts.

/** A spec that requires its only sub-command. */
export function aSubcommand(name: string, params: Parameter[]) {
  const spec = aSpec([], { engine: "argparse" });
  const groups = [{ id: "options", title: "options", standard: true }];
  spec.command.subcommands = { dest: "command", required: true, commands: [{ name, groups, mutex: [], params }] };
  return spec;
}

/** Inserts output of a job's run, in the order of the chunks. Returns the position after the last one. */
export async function someOutput(
  job: { id: number; attempt: number },
  chunks: [keyof typeof outputStreams, string | Buffer][],
  position = 0,
): Promise<number> {
  let at = position;
  for (const [stream, text] of chunks) {
    const content = Buffer.from(text);
    await db.insert(jobOutput).values({
      jobId: job.id,
      attempt: job.attempt,
      position: at,
      stream: outputStreams[stream],
      at: new Date(),
      content,
    });
    at += content.length;
  }
  return at;
}
