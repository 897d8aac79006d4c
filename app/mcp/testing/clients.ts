import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { GET, POST } from "../route";

/** The protocol of a client: the present one, and the one that clients of the first SDK speak. */
export const eras = ["2026-07-28", "2025-11-25"] as const;
export type Era = (typeof eras)[number];

/** What the tests need of both clients. */
export interface TestClient {
  callTool: (call: { name: string; arguments?: Record<string, unknown> }) => Promise<ToolResult>;
  listTools: () => Promise<{ tools: { name: string; inputSchema: object; outputSchema?: object | undefined }[] }>;
  close: () => Promise<void>;
}

export interface ToolResult {
  isError?: boolean;
  structuredContent?: Record<string, unknown>;
  content: { type: string; text?: string; uri?: string; data?: string; mimeType?: string }[];
}

const info = { name: "claude-code", version: "2.1.0" };

/** Connects the official client of an era to the route, without a server in between. */
export async function connect(
  era: Era,
  headers: Record<string, string>,
  { query = "", clientInfo = info }: { query?: string; clientInfo?: { name: string; version: string } } = {},
): Promise<TestClient> {
  const url = new URL(`http://localhost/mcp${query}`);
  const options = { fetch: callRoute, requestInit: { headers } };
  if (era === "2025-11-25") {
    const client = new OldClient(clientInfo);
    await client.connect(new OldTransport(url, options));
    return client as unknown as TestClient; // It has these methods; its types differ from those of the other client.
  }
  const client = new Client(clientInfo, { versionNegotiation: { mode: { pin: era } } });
  await client.connect(new StreamableHTTPClientTransport(url, options));
  return client as unknown as TestClient; // See above.
}

/** Calls the route as Next does. */
export async function callRoute(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const handle = request.method === "POST" ? POST : GET;
  return handle(request, { params: Promise.resolve({}) });
}
