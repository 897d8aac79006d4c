import { connect, type ServerOptions } from "./connection";
import { ClientError } from "./exit-codes";
import { followOutput, readOutput, writeOutput } from "./follow-output";
import { readJobId } from "./jobs";
import { endWithReader, type StreamName } from "./script-output";
import { print } from "./terminal";
import { exitCodeOf, waitForEnd } from "./wait-for-end";

interface LogsOptions extends ServerOptions {
  follow?: true;
  stream?: string;
  json?: true;
}

/**
 * `wooey logs ID`: the output so far; with `-f` as it appears, until the job has ended, with the exit code of its
 * script. `--json` prints one JSON document for each text.
 */
export async function logs(id: string, { follow, stream, json, ...options }: LogsOptions): Promise<void> {
  const api = connect(options);
  const job = readJobId(id);
  const chosen = readStream(stream);
  endWithReader();
  const parts = follow ? followOutput(api, job, { stream: chosen }) : readOutput(api, job, { stream: chosen });
  if (json) for await (const { base64, ...part } of parts) print(JSON.stringify({ ...part, text: textOf(base64) }));
  else await writeOutput(parts);
  if (follow) process.exitCode = exitCodeOf(await waitForEnd(api, job, { until: null }));
}

function textOf(base64: string): string {
  return Buffer.from(base64, "base64").toString();
}

function readStream(text: string | undefined): StreamName | undefined {
  if (text === undefined || text === "stdout" || text === "stderr") return text;
  throw new ClientError("input", "--stream is stdout or stderr.");
}
