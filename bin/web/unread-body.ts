import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** For so long the rest of a refused body is read and dropped, so that the client reads the answer. */
const LINGER_MS = 2_000;

/**
 * Closes the connection after an answer to a request whose body was not read to its end, such as one that is too large: Node
 * would wait for the body before it reads the next request, and nobody reads it any more. An immediate close would reset the
 * connection, and a client that still sends would lose the answer (RFC 9112, section 9.6).
 */
export function closeAfterUnreadBody(request: IncomingMessage, response: ServerResponse): void {
  const { writeHead } = response;
  // A request that somebody has destroyed has none any more.
  const { socket } = request;
  response.writeHead = function settleConnection(this: ServerResponse, ...args: unknown[]) {
    if (hasBody(request) && !request.complete) {
      response.shouldKeepAlive = false;
      linger(socket);
    }
    return Reflect.apply(writeHead, response, args);
    // It passes all arguments on, so it accepts what every overload does.
  } as ServerResponse["writeHead"];
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Lets Node's own close after the answer end only what is sent, and drops what still arrives. */
function linger(socket: Socket): void {
  socket.destroySoon = () => {
    socket.removeAllListeners("data");
    // A listener takes the socket from the parser of HTTP, which would stop reading for a request that nobody reads.
    socket.on("data", () => undefined);
    socket.resume();
    socket.end();
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once("close", () => clearTimeout(timer));
  };
}
