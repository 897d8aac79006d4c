import http, { IncomingMessage } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import { expect, test } from "vitest";
import { findDirectAnswer, sendDirectly } from "./direct-answers";

const find = (method: string, url: string, accept?: string) => {
  const request = Object.assign(new IncomingMessage(new Socket()), { method, url });
  if (accept) request.headers.accept = accept;
  const found = findDirectAnswer(request);
  return found && (found.isHeld ? "held" : "brief");
};
const uuid = "4bd7f3a1-0000-4000-8000-000000000000";

test.each([
  "/jobs/stream",
  "/jobs/stream/?x=1",
  `/jobs/${uuid}/stream?position=0`,
  "/jobs/7/stream/",
  "/api/v2/jobs/7/wait?timeout=5",
  `/api/v2/jobs/${uuid}/wait/`,
])("%s is held", (url) => {
  expect(find("GET", url)).toBe("held");
  expect(find("POST", url)).toBeNull();
});

test("the output of a job is held if it is a stream", () => {
  expect(find("GET", "/api/v2/jobs/7/output", "text/event-stream")).toBe("held");
  expect(find("GET", "/api/v2/jobs/7/output", "text/plain")).toBeNull();
});

test.each([
  "/api/v2/jobs",
  "/api/v2/jobs/?status=failed",
  "/api/v2/jobs/7",
  `/api/v2/jobs/${uuid}/`,
  "/api/v2/jobs/7?x=1",
  "/api/v2/scripts",
  "/api/v2/scripts/count-words",
])("a GET of %s is answered without Next", (url) => {
  expect(find("GET", url)).toBe("brief");
  for (const method of ["POST", "PATCH", "DELETE", "HEAD"]) expect(find(method, url)).toBeNull();
});

test.each([
  "/api/v2/scripts/count-words/jobs",
  "/api/v2/scripts/count-words/jobs/?dryRun=true",
  "/mcp",
  "/mcp/?favorites=1",
])("a POST to %s is answered without Next", (url) => {
  expect(find("POST", url)).toBe("brief");
  for (const method of ["GET", "PUT", "DELETE", "OPTIONS"]) expect(find(method, url)).toBeNull();
});

test.each([
  "/",
  "/jobs/",
  "/jobs/streams",
  `/jobs/${uuid}/`,
  "/jobs/7/stream/x",
  "/x/jobs/stream",
  "/jobs//stream",
  "/api/v2/jobs/7/files",
  "/api/v2/me",
  "/api/v2/scripts/x/jobs",
])("%s is Next's", (url) => expect(find("GET", url)).toBeNull());

test.each(["text/event-stream", "application/json"])(
  "an answer (%s) whose body fails ends the connection",
  async (type) => {
    const answer = () => new Response(failingBody(), { headers: { "content-type": type } });
    const server = http.createServer(
      (request, response) => void sendDirectly({ answer, isHeld: false }, request, response),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo; // It listens on a port.
    await expect(fetch(`http://127.0.0.1:${port}/`).then((response) => response.text())).rejects.toThrow();
    await new Promise((resolve) => server.close(resolve));
  },
);

/** Its first part arrives, and then it fails, as when the database is lost. */
function failingBody(): ReadableStream {
  let parts = 0;
  return new ReadableStream({
    pull: (controller) => {
      parts += 1;
      if (parts === 1) controller.enqueue(new TextEncoder().encode("data: 1\n\n"));
      else controller.error(new Error("The database is lost."));
    },
  });
}
