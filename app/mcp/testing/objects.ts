import { expect } from "vitest";
import { pg } from "@/db/client";
import { anApiKey, aParameter, aScript, aSpec } from "@/db/testing/factories";
import type { ToolResult } from "./clients";

/** Request headers with a new key. */
export async function keyed(columns: Parameters<typeof anApiKey>[0]): Promise<Record<string, string>> {
  return { authorization: `Bearer ${(await anApiKey(columns)).key}` };
}

/** Ends a job as the worker does. */
export async function end(id: number, exitCode = 0): Promise<void> {
  const status = exitCode === 0 ? "completed" : "failed";
  await pg.begin(async (tx) => {
    await tx`update jobs set status = ${status}, started_at = now(), ended_at = now(), exit_code = ${exitCode} where id = ${id}`;
    await tx`select pg_notify('wooey_live', ${`${id}:status`})`;
  });
}

/** What a refused call says. */
export function refusal({ isError, content }: ToolResult): string[] {
  expect(isError).toBe(true);
  return (content[0]?.text ?? "").split("\n");
}

const words = aParameter("words", { format: "file", mode: "r", kind: "positional", required: true, flags: [] });
const top = aParameter("top", { type: "integer", minimum: 1, maximum: 50, default: 10 });
/** A script that counts the words of a file. */
export const countScript = () =>
  aScript({ name: "Count words", description: "Counts the words of a text.", spec: aSpec([words, top]) });
