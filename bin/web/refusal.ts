import type { ServerResponse } from "node:http";
import { problemOf } from "@/server/http/problem";

interface WebRefusal {
  status: number;
  message: string;
  headers: Record<string, string>;
}

/** Answers a request that is not given to Next, in the manner of the API that it is for, and closes the connection. */
export function writeRefusal(response: ServerResponse, { status, message, headers }: WebRefusal): void {
  const isForV2 = /^\/api\/v2(\/|$|\?)/.test(response.req.url ?? "");
  const type = isForV2 ? "application/problem+json" : "application/json";
  const body = isForV2 ? problemOf(status, { detail: message }) : { valid: false, errors: { __all__: [message] } };
  response.writeHead(status, { "content-type": type, connection: "close", ...headers });
  response.end(JSON.stringify(body));
}
