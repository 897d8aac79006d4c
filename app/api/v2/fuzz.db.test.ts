import { beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  actorOf,
  aJob,
  anUpload,
  aParameter,
  aScript,
  aSpec,
  aStaffUser,
  aUser,
  bearer,
  sessionCookie,
} from "@/db/testing/factories";
import type { Operation } from "@/server/api/operation";
import { operations } from "@/server/api/operations";
import { env } from "@/server/env";
import { casesOf } from "@/server/env/testing/thoroughness";
import { createPartial } from "@/server/storage/partial";
import { databaseState } from "../testing/endpoint";
import { Nonsense } from "../testing/nonsense";
import { callOperation } from "../testing/operation";

// Seeded nonsense for every operation of API v2: the same requests at every run.
const SEED = 20261130;
const REQUESTS = casesOf(15);

const namesOf = (schema: z.ZodType | undefined) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []);
const names = [...new Set(operations.flatMap(({ body, query }) => [...namesOf(body?.schema), ...namesOf(query)]))];
const callers: Record<string, string>[] = [];
let good: { slug: string; job: string; upload: string };

beforeAll(async () => {
  Object.assign(env(), { WOOEY_LIMIT_API_CALLS_PER_MINUTE: 1_000_000 });
  const staff = await aStaffUser();
  const params = [
    aParameter("count", { type: "integer" }),
    aParameter("file", { format: "file", mode: "r" }),
    aParameter("files", { format: "file", mode: "r", nargs: "*" }),
  ];
  const script = await aScript({ spec: aSpec(params) });
  const job = await aJob({ ownerId: staff.id, versionId: script.version.id, status: "completed" });
  const upload = await anUpload({ ownerId: staff.id });
  await createPartial(upload.id);
  good = { slug: script.slug, job: String(job.id), upload: upload.id };
  const session = { cookie: await sessionCookie(await actorOf(staff)), "sec-fetch-site": "same-origin" };
  callers.push({}, await bearer(await aUser()), ...Array(4).fill(await bearer(staff)), session, session);
});

function paramsOf({ tag, path }: Operation, nonsense: Nonsense): Record<string, string> {
  const all: Record<string, string> = { slug: good.slug, id: tag === "Uploads" ? good.upload : good.job, path: "x" };
  const placeholders = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  // Half of a surrogate pair cannot stand in an address.
  const toAddress = (text: string) => Buffer.from(text).toString();
  return Object.fromEntries(placeholders.map((name) => [name, toAddress(nonsense.param(all[name] ?? "1"))]));
}

function queryOf({ query }: Operation, nonsense: Nonsense): string {
  const known = namesOf(query).filter(() => nonsense.with(0.4));
  const all = nonsense.with(0.1) ? [...known, nonsense.text()] : known;
  const values = ["1", "true", "0", "completed", "2026-01-01T00:00:00Z"];
  const pairs = all.map((name) => [name, nonsense.with(0.5) ? nonsense.of(values) : nonsense.text()]);
  return `?${new URLSearchParams(pairs.map(([name = "", value = ""]) => [name, Buffer.from(value).toString()]))}`;
}

/** The input of a script: real parameters and others, with values of all kinds, files that are there and files that are not. */
function inputOf(nonsense: Nonsense): unknown {
  const files = [{ $file: "x" }, { $upload: good.upload }, { $job: good.job, path: "x" }, { $job: {}, path: 1 }];
  const value = () => nonsense.of<unknown>([nonsense.field(), 3, nonsense.of(files), [nonsense.of(files)]]);
  const keys = ["count", "file", "files", "$command", "__proto__", nonsense.text()].filter(() => nonsense.with(0.4));
  return Object.fromEntries(keys.map((key) => [key, value()]));
}

function bodyOf(operation: Operation, nonsense: Nonsense): { type?: string; body?: BodyInit } {
  if (operation.method === "get") return {};
  const fields = namesOf(operation.body?.schema);
  if (fields.includes("input") && nonsense.with(0.6)) {
    const json = JSON.stringify({ ...Object.fromEntries(nonsense.fields(["name", "tags"])), input: inputOf(nonsense) });
    return nonsense.with(0.7)
      ? { type: "application/json", body: json }
      : nonsense.form([
          ["job", json],
          ["x", "y"],
        ]);
  }
  const { type, body } = nonsense.body(fields);
  return { ...(type ? { type } : {}), ...(body ? { body } : {}) };
}

describe.each(operations.map((each, index) => [`${each.method.toUpperCase()} ${each.path}`, each, index] as const))(
  "%s",
  (_, operation, index) => {
    test("answers nonsense as the document says, never with a failure, and a refused request changes nothing", async () => {
      const failures = vi.spyOn(console, "error");
      const nonsense = new Nonsense(SEED + index, names);
      let before = await databaseState();
      for (let n = 0; n < REQUESTS; n += 1) {
        const { type, body } = bodyOf(operation, nonsense);
        const headers: Record<string, string> = { ...nonsense.of(callers), ...(type ? { "content-type": type } : {}) };
        if (nonsense.with(0.2)) headers["idempotency-key"] = "x".repeat(nonsense.of([0, 5, 255, 256]));
        if (nonsense.with(0.2)) headers["upload-offset"] = nonsense.of(["0", "1", "x", "99999999999999999"]);
        if (nonsense.with(0.1)) headers["upload-length"] = nonsense.of(["0", "3", "-1", "99999999999999"]);
        const call = { params: paramsOf(operation, nonsense), query: queryOf(operation, nonsense), headers };
        const answer = await callOperation(operation.id, { ...call, ...(body === undefined ? {} : { body }) });
        const what = `${n}: ${JSON.stringify(call)} ${body} → ${answer.status} ${answer.text}`;
        expect(answer.status, what).not.toBe(500);
        const after = await databaseState();
        if (answer.status >= 400 || operation.method === "get") expect(after, what).toEqual(before);
        before = after;
      }
      expect(failures.mock.calls).toEqual([]);
    });
  },
);
