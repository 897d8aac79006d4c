import type { Parameter } from "@/command-line/spec";
import { db } from "../client";
import { jobOutput, outputStreams } from "../schema";
import { aSpec } from "./factories";

// Rows and specs that tests of jobs need beside those of factories.ts.

/** A spec that needs the one sub-command it has. */
export function aSubcommand(name: string, params: Parameter[]) {
  const spec = aSpec([], { engine: "argparse" });
  const groups = [{ id: "options", title: "options", standard: true }];
  spec.command.subcommands = { dest: "command", required: true, commands: [{ name, groups, mutex: [], params }] };
  return spec;
}

/** Output of a job's run, in pieces in their order; gives back the position after the last. */
export async function someOutput(
  job: { id: number; attempt: number },
  pieces: [keyof typeof outputStreams, string | Buffer][],
  position = 0,
): Promise<number> {
  let at = position;
  for (const [stream, text] of pieces) {
    const content = Buffer.from(text);
    await db.insert(jobOutput).values({
      ...{ jobId: job.id, attempt: job.attempt, position: at, stream: outputStreams[stream] },
      ...{ at: new Date(), content },
    });
    at += content.length;
  }
  return at;
}
