import { randomUUID } from "node:crypto";
import { z } from "zod";
import { clientNameOfAgent, toClientName } from "@/server/auth/client-name";

const clientInfo = z.object({ name: z.string(), title: z.string().optional() });
type ClientInfo = z.output<typeof clientInfo>;

/** Where a request of 2026-07-28 names its client, and where an older one does so once. */
const withClientInfo = z.object({
  params: z.object({ _meta: z.object({ "io.modelcontextprotocol/clientInfo": clientInfo }) }),
});
const initializeRequest = z.object({ method: z.literal("initialize"), params: z.object({ clientInfo }) });

const SESSION_HEADER = "mcp-session-id";

/** The name of the program that sends a request; null if it does not say. */
export function findClient(headers: Headers, body: unknown): string | null {
  const info = infoIn(body);
  if (info) return nameOf(info);
  return nameInSession(headers.get(SESSION_HEADER)) ?? clientNameOfAgent(headers.get("user-agent"));
}

/**
 * Headers of the response to an `initialize` request: older clients say only there who they are. Their session id carries
 * the name along, so that nothing has to be kept.
 */
export function sessionHeaders(body: unknown): Record<string, string> {
  const initialized = initializeRequest.safeParse(body);
  const name = initialized.success ? nameOf(initialized.data.params.clientInfo) : null;
  return name === null ? {} : { [SESSION_HEADER]: `${Buffer.from(name).toString("base64url")}.${randomUUID()}` };
}

function infoIn(body: unknown): ClientInfo | null {
  const modern = withClientInfo.safeParse(body);
  if (modern.success) return modern.data.params._meta["io.modelcontextprotocol/clientInfo"];
  const initialized = initializeRequest.safeParse(body);
  return initialized.success ? initialized.data.params.clientInfo : null;
}

function nameOf({ name, title }: ClientInfo): string | null {
  return toClientName(title) ?? toClientName(name);
}

function nameInSession(session: string | null): string | null {
  const [encoded = ""] = (session ?? "").split(".");
  return toClientName(Buffer.from(encoded.slice(0, 1000), "base64url").toString());
}
