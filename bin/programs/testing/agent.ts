import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { InputSubmission } from "./client";

/** A careful agent: it repeats a call of a tool until there is a result. */
export interface Agent {
  /** Runs a script under an idempotency key until there is a result; without a key only once. Returns the job's number. */
  run(job: InputSubmission, key?: string): Promise<number>;
  /** Waits for a job's end, however often the wait is interrupted. Returns its last state. */
  waitForEnd(job: number): Promise<string>;
  /** How many calls got no result, or one that the server could not give. */
  failures(): number;
}

const PAUSE_MS = 100;
const ANSWER_MS = 15_000;

interface ToolResult {
  isError?: boolean | undefined;
  content: unknown;
  structuredContent?: unknown;
}

/** An agent of the instance at `url` with the protocol's official client. It gives up when a result blames the agent. */
export async function openAgent(url: string, key: string): Promise<Agent> {
  const client = new Client({ name: "chaos", version: "1" }, { versionNegotiation: { mode: { pin: "2026-07-28" } } });
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL("/mcp", url), { requestInit }));
  let failures = 0;
  const call = (name: string, args: Record<string, unknown>): Promise<ToolResult | null> =>
    client.callTool({ name, arguments: args }, { timeout: ANSWER_MS }).catch(() => null);
  const insist = async <T>(name: string, args: Record<string, unknown>): Promise<T> => {
    for (;;) {
      const result = await call(name, args);
      const text = JSON.stringify(result?.content);
      if (result && !result.isError) return result.structuredContent as T; // by the output schema of the tool
      if (result && !/Internal error/.test(text)) throw new Error(`${name} is refused: ${text}`);
      failures++;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  return {
    run: async ({ slug, name, input }, idempotencyKey) => {
      const keyed = idempotencyKey === undefined ? {} : { idempotencyKey };
      return (await insist<{ job: number }>("script_run", { script: slug, name, input, waitSeconds: 0, ...keyed })).job;
    },
    waitForEnd: async (job) => {
      for (;;) {
        const { state, ended } = await insist<{ state: string; ended: boolean }>("job_wait", { job, seconds: 10 });
        if (ended) return state;
      }
    },
    failures: () => failures,
  };
}
