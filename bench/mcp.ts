/**
 * npx tsx --conditions=react-server bench/mcp.ts [scripts]
 * Measures the MCP server of the built app as an agent sees it, with this many scripts (10,000) in the database. Prints each
 * figure next to its promise, and exits with 1 if a promise is broken. Uses a temporary data folder.
 */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { exitCode, password, report, seedScripts, startInstance } from "./instance";

const scripts = Number(process.argv[2] ?? 10_000);
const CALLS = 200;
const script = "import argparse\nargparse.ArgumentParser().parse_args()\n";
const app = await startInstance({ WOOEY_ENABLE_API_KEYS: "true", WOOEY_LIMIT_API_CALLS_PER_MINUTE: "1000000" });

try {
  app.addScript("nothing", script);
  await seedScripts(app.database, scripts, "nothing");
  const client = await connect();
  const { tools } = await client.listTools();
  const bytes = JSON.stringify(tools).length;
  report(`${tools.length} tools: ${bytes} bytes (promised 16000)`, { isKept: tools.length === 6 && bytes <= 16_000 });
  await measure(client, "the first scripts", () => ({}));
  await measure(client, "a word that one script contains", (n) => ({ query: `${(n * 7919) % scripts}` }));
  await measure(client, "a sentence that no script contains", (n) => ({ query: `count the words of file ${n}` }));
  await client.close();
} finally {
  await app.stop();
}
process.exit(exitCode());

async function connect(): Promise<Client> {
  app.wooey("user", "create", "agent", "--password", password);
  const key = app.wooey("api-key", "create", "--user", "agent", "--name", "bench");
  const client = new Client({ name: "bench", version: "1" }, { versionNegotiation: { mode: { pin: "2026-07-28" } } });
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL("/mcp", app.origin), { requestInit }));
  return client;
}

/** Calls script_find again and again, one call after the other. */
async function measure(
  client: Client,
  name: string,
  argumentsOf: (n: number) => Record<string, unknown>,
): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < CALLS + 10; n++) {
    const started = performance.now();
    const { isError } = await client.callTool({ name: "script_find", arguments: argumentsOf(n) });
    if (isError) throw new Error("script_find refused the call.");
    if (n >= 10) times.push(performance.now() - started); // the first ones load code
  }
  times.sort((a, b) => a - b);
  const [p50 = 0, p95 = 0] = [0.5, 0.95].map((share) => times[Math.floor(times.length * share)] ?? 0);
  const figures = `p50 ${p50.toFixed(1)} ms (promised 10), p95 ${p95.toFixed(1)} ms`;
  report(`script_find, ${name}: ${figures}`, { isKept: p50 <= 10 });
}
