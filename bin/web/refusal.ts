import type { ServerResponse } from "node:http";
import { problemOf } from "@/server/http/problem";

interface WebRefusal {
  status: number;
  message: string;
  headers: Record<string, string>;
}

/** Answers a request that is not given to Next, in the manner of the API that it is for, and closes the connection. */
export function writeRefusal(response: ServerResponse, { status, message, headers }: WebRefusal): void {
  const url = response.req.url ?? "";
  const body = isForV2(url) ? problemOf(status, { detail: message }) : { valid: false, errors: { __all__: [message] } };
  const type = isForV2(url) ? PROBLEM : "application/json";
  response.writeHead(status, { "content-type": type, connection: "close", ...headers });
  response.end(JSON.stringify(body));
}

/** Whether an address is one of API v2, whose refusals are problems. */
export function isForV2(url: string): boolean {
  return /^\/api\/v2(\/|$|\?)/.test(url);
}

export const PROBLEM = "application/problem+json";
