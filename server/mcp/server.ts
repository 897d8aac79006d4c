import { randomUUID } from "node:crypto";
import { ProtocolError, ProtocolErrorCode, Server } from "@modelcontextprotocol/server";
import { logFailure } from "@/server/http/errors";
import { productVersion } from "@/server/settings/version";
import type { Caller } from "./caller";
import type { Tool } from "./tool";
import { toolsOf } from "./tools";

const instructions = `Wooey runs command-line scripts on a server as jobs.
1. script_find finds a script. 2. script_describe outlines its input. 3. script_run starts a job and waits for its end. 4. job_files returns what it has written.
A job that takes longer goes on: job_wait waits for it, and job_output reads what it prints.`;

const info = { name: "wooey", title: "Wooey", version: productVersion() };

/** An MCP server for one request of one caller. */
export function mcpServer(caller: Caller): Server {
  const server = new Server(info, { capabilities: { tools: {} }, instructions });
  server.setRequestHandler("tools/list", async () => ({
    tools: (await findTools(caller)).map((tool) => tool.definition),
  }));
  server.setRequestHandler("tools/call", async ({ params }, { mcpReq }) => {
    const tool = (await findTools(caller)).find(({ definition }) => definition.name === params.name);
    if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no tool ${params.name}.`);
    return tool.call(caller, params.arguments ?? {}, mcpReq.signal);
  });
  return server;
}

/** The client would see the message of any other error. @throws ProtocolError */
async function findTools(caller: Caller): Promise<readonly Tool[]> {
  try {
    return await toolsOf(caller);
  } catch (error) {
    const requestId = randomUUID();
    logFailure(requestId, "MCP tools", error);
    throw new ProtocolError(ProtocolErrorCode.InternalError, `Internal error (request id ${requestId}).`);
  }
}
