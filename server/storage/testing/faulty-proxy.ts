import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What happens to a request: it is answered with a status instead; its answer stops in the middle (`cut`: and the
 * connection ends, `silent`: and it stays open); or one byte of its answer is wrong (`flipped`). Undefined: nothing.
 */
export type Fault = { status: number; code: string } | "cut" | "silent" | "flipped" | undefined;

/** A request as the proxy sees it. */
export interface SeenRequest {
  method: string;
  path: string;
  /** How many requests came before it. */
  index: number;
}

export interface FaultyProxy {
  url: string;
  requests: SeenRequest[];
  stop(): Promise<void>;
}

/** An HTTP proxy in front of an S3 server: `choose` decides for each request what goes wrong with it. */
export async function startFaultyProxy(target: string, choose: (request: SeenRequest) => Fault): Promise<FaultyProxy> {
  const requests: SeenRequest[] = [];
  const server = http.createServer((request, response) => {
    const seen = { method: request.method ?? "", path: request.url ?? "", index: requests.length };
    requests.push(seen);
    const fault = choose(seen);
    if (typeof fault === "object") return refuse(request, response, fault);
    pass(target, { request, response, fault });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // It listens on TCP.
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, code }: { status: number; code: string },
) {
  request.resume();
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>from the proxy</Message></Error>`);
}

interface Passing {
  request: IncomingMessage;
  response: ServerResponse;
  fault: Exclude<Fault, object>;
}

/** The signature covers the host name, which therefore stays that of the proxy. */
function pass(target: string, { request, response, fault }: Passing): void {
  const { method, headers, url } = request;
  const onward = http.request(new URL(url ?? "", target), { method, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    if (fault === undefined) answer.pipe(response);
    else void spoil(answer, response, fault);
  });
  onward.on("error", () => response.destroy());
  request.pipe(onward);
}

async function spoil(answer: IncomingMessage, response: ServerResponse, fault: "cut" | "silent" | "flipped") {
  const body = Buffer.concat(await answer.toArray());
  if (fault === "flipped") {
    body[0] = (body[0] ?? 0) ^ 1;
    return response.end(body);
  }
  response.write(body.subarray(0, body.length / 2), () => fault === "cut" && response.destroy());
}
