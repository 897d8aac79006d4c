import { beforeAll, describe, expect, test, vi } from "vitest";
import { aJob, aScript, aUser, aUserGroup } from "@/db/testing/factories";
import * as settings from "@/server/env";
import { callRoute, connect, eras, type TestClient } from "./testing/clients";
import { countScript, keyed, refusal } from "./testing/objects";

let user: { id: number };
let headers: Record<string, string>;
beforeAll(async () => {
  user = await aUser();
  headers = await keyed({ userId: user.id });
});

describe.each(eras)("with a client of %s", (era) => {
  let client: TestClient;
  const call = (name: string, args: Record<string, unknown> = {}) => client.callTool({ name, arguments: args });
  beforeAll(async () => {
    client = await connect(era, headers);
  });

  test("lists six tools, which take at most 16 kB", async () => {
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual([
      "script_find",
      "script_describe",
      "script_run",
      "job_wait",
      "job_output",
      "job_files",
    ]);
    expect(JSON.stringify(tools).length).toBeLessThanOrEqual(16_000);
  });

  test("an unknown tool is an error of the protocol", async () => {
    await expect(call("job_delete")).rejects.toThrow("There is no tool job_delete");
  });

  test("shows nothing of others", async () => {
    const other = await aUser();
    const job = await aJob({ ownerId: other.id, status: "completed", visibility: "private" });
    for (const name of ["job_wait", "job_output", "job_files"]) {
      expect(refusal(await call(name, { job: job.id }))).toEqual(["Job not found."]);
      expect(refusal(await call(name, { job: job.uuid }))).toEqual(["Job not found."]);
    }
    const { slug } = await aScript({ name: "For a group", userGroupIds: [(await aUserGroup()).id] });
    expect(refusal(await call("script_describe", { script: slug }))).toEqual([
      "Unable to find script. script_find lists the scripts that you may run.",
    ]);
    expect(refusal(await call("script_run", { script: slug, input: {} }))).toEqual([
      "Unable to find script. script_find lists the scripts that you may run.",
    ]);
  });

  test("allows what the key allows", async () => {
    const { id, slug } = await countScript();
    const connectWith = async (columns: Parameters<typeof keyed>[0]) =>
      connect(era, await keyed({ userId: user.id, ...columns }));
    const reader = await connectWith({ scopes: ["read"] });
    const run = { name: "script_run", arguments: { script: slug, input: { words: { $text: "a" } } } };
    expect(refusal(await reader.callTool(run))).toEqual(["This API key does not allow this. It needs the scope run."]);
    const runner = await connectWith({ scopes: ["run"] });
    expect(refusal(await runner.callTool({ name: "script_find", arguments: {} }))).toEqual([
      "This API key does not allow this. It needs the scope read.",
    ]);
    expect((await runner.callTool(run)).structuredContent).toEqual({
      job: expect.any(Number),
      next: "The job was started. This API key cannot read it: it lacks the scope read.",
    });
    const limited = await connectWith({ scriptIds: [id] });
    const { structuredContent } = await limited.callTool({ name: "script_find", arguments: {} });
    expect(structuredContent?.scripts).toEqual([expect.objectContaining({ slug })]);
  });
});

const post = (more: Record<string, string>, body = "{}") =>
  callRoute("http://localhost/mcp", { method: "POST", body, headers: { "content-type": "application/json", ...more } });

test("401 without a working key, and without resource metadata", async () => {
  for (const authorization of [undefined, "Bearer wooey_nothing", "Basic x"]) {
    const response = await post(authorization ? { authorization } : {});
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
  }
});

test("401 says what to do where the site does not accept API keys", async () => {
  const disabled = vi.spyOn(settings, "env").mockReturnValue({ ...settings.env(), WOOEY_ENABLE_API_KEYS: false });
  try {
    const response = await post(headers);
    expect(response.status).toBe(401);
    expect(await response.text()).toContain("WOOEY_ENABLE_API_KEYS=true");
  } finally {
    disabled.mockRestore();
  }
});

test("403 for a page of another site, 400 for no JSON, 415 for another type, 405 for a stream", async () => {
  expect((await post({ ...headers, origin: "https://evil.example" })).status).toBe(403);
  expect((await post({ ...headers, "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await post(headers, "{")).status).toBe(400);
  expect((await post({ ...headers, "content-type": "text/plain" })).status).toBe(415);
  expect((await callRoute("http://localhost/mcp", { headers })).status).toBe(405);
});

test("429 with Retry-After for an agent that calls without pause; another key goes on", async () => {
  const before = settings.env();
  const limited = vi.spyOn(settings, "env").mockReturnValue({ ...before, WOOEY_LIMIT_API_CALLS_PER_MINUTE: 3 });
  try {
    const greedy = await keyed({ userId: user.id });
    const ping = (key: Record<string, string>) => post(key, JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" }));
    for (let count = 0; count < 3; count += 1) expect((await ping(greedy)).status).not.toBe(429);
    const refused = await ping(greedy);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ping(await keyed({ userId: user.id }))).status).not.toBe(429);
  } finally {
    limited.mockRestore();
  }
});

test("a client before 2025-06-18 gets no links, which it does not know", async () => {
  const job = await aJob({ ownerId: user.id, status: "completed" });
  const call = {
    jsonrpc: "2.0",
    id: 1,
    method: "tools/call",
    params: { name: "job_wait", arguments: { job: job.id } },
  };
  const accept = "application/json, text/event-stream";
  const ask = async (more: Record<string, string>) =>
    (await post({ ...headers, accept, ...more }, JSON.stringify(call))).text();
  expect(await ask({})).not.toContain("resource_link");
  expect(await ask({ "mcp-protocol-version": "2025-06-18" })).toContain("resource_link");
});
