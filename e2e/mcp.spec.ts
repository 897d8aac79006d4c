import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { createApiKey } from "./command-line";
import { expect, signIn, test } from "./fixtures";

const clientInfo = { name: "claude-code", version: "2.1.0" };

test("an agent that knows the address and a key gets from a question to a downloaded result in four calls", async ({
  baseURL,
  page,
  request,
}) => {
  const headers = { authorization: `Bearer ${await createApiKey("admin")}` };
  const client = new Client(clientInfo, { versionNegotiation: { mode: { pin: "2026-07-28" } } });
  await client.connect(new StreamableHTTPClientTransport(new URL("/mcp", baseURL), { requestInit: { headers } }));
  const call = async (name: string, args: Record<string, unknown>) => {
    const { isError, structuredContent } = await client.callTool({ name, arguments: args });
    expect(isError).toBeFalsy();
    return structuredContent as Record<string, unknown>; // Every tool has an output schema of an object.
  };

  const { scripts } = await call("script_find", { query: "count the words of this file" });
  const found = scripts as { slug: string; description: string }[]; // by the tool's schema
  const script = found.find(({ description }) => description.includes("count words"))?.slug;
  const { input } = await call("script_describe", { script });
  expect(input).toContain('"$text"');
  const job = await call("script_run", {
    script,
    input: { $command: { count: { files: [{ $text: "to be or not to be\n", name: "hamlet.txt" }] } } },
    waitSeconds: 45,
  });
  expect(job).toMatchObject({ state: "completed", exitCode: 0, files: [{ path: "words.tsv" }] });
  expect(job.output).toContain("6 words, 4 different");
  const result = await call("job_files", { job: job.job, path: "words.tsv" });
  expect(result.text).toContain("word\tcount\nto\t2\nbe\t2\n");

  const [file] = job.files as { url: string }[]; // by the tool's schema
  const download = await request.get(file?.url ?? "", { headers });
  expect(await download.text()).toBe(result.text);

  await signIn(page);
  await page.goto(String(job.url));
  await expect(page.getByText("through Claude Code")).toBeVisible();
});

test("a client of an older protocol lists the tools and reads an error", async ({ baseURL }) => {
  const headers = { authorization: `Bearer ${await createApiKey("admin")}` };
  const client = new OldClient(clientInfo);
  await client.connect(new OldTransport(new URL("/mcp", baseURL), { requestInit: { headers } }));
  expect((await client.listTools()).tools).toHaveLength(6);
  const refused = await client.callTool({ name: "job_wait", arguments: { job: 2_000_000_000 } });
  expect(refused).toMatchObject({ isError: true, content: [{ type: "text", text: "Job not found." }] });
});
