import http from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import { GET as getArchive } from "@/app/api/v2/jobs/[id]/archive/route";
import { GET as getFile } from "@/app/api/v2/jobs/[id]/files/[...path]/route";
import { GET as listFiles } from "@/app/api/v2/jobs/[id]/files/route";
import { aJob, aJobFile, aUser, bearer } from "@/db/testing/factories";
import { sendFilesOf } from "./send-file";
import { listening } from "./testing/listening";

// The files of API v2 as an HTTP client gets them: the routes decide, and the web process sends the contents.
const content = "0123456789".repeat(1000);
const server = http.createServer((request, response) => {
  sendFilesOf(request, response);
  void answer(request, response);
});
const origin = listening(server);

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://wooey.test");
  const [, id = "", noun = "", ...path] =
    /^\/api\/v2\/jobs\/([^/]+)\/(files|archive)(?:\/(.*))?$/.exec(url.pathname) ?? [];
  // Node's own type has lists for headers that occur once.
  const headers = request.headers as Record<string, string>;
  const isFile = noun === "files" && path[0] !== undefined;
  const route = isFile ? getFile : { files: listFiles, archive: getArchive }[noun];
  if (!route) return void response.writeHead(404).end();
  const params: Record<string, string | string[]> = isFile ? { id, path } : { id };
  const sent = new Request(url, { headers, method: request.method ?? "GET" });
  const result = await route(sent, { params: Promise.resolve(params) });
  for (const [name, value] of result.headers) response.setHeader(name, value);
  response.writeHead(result.status);
  response.end(Buffer.from(await result.arrayBuffer()));
}

let owner: Record<string, string>;
let stranger: Record<string, string>;
let job: Awaited<ReturnType<typeof aJob>>;

beforeAll(async () => {
  const user = await aUser();
  [owner, stranger] = [await bearer(user), await bearer(await aUser())];
  job = await aJob({ ownerId: user.id, status: "completed", visibility: "link" });
  await aJobFile(job, { direction: "input", path: "in.txt", content: "passed in", parameter: "reads" });
  await aJobFile(job, { path: "sub/a result.txt", content, mediaType: "text/plain" });
  await aJobFile(job, { path: "ü #?%2F.html", content: "<p>", kind: "html", mediaType: "text/html" });
  await aJobFile(job, { path: "bad.exe", scanState: "infected", virus: "Eicar" });
  await aJobFile(job, { path: "new.bin", scanState: "pending" });
});

const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${origin()}/api/v2/jobs/${path}`, { headers: { ...owner, ...headers }, method });
const theFile = () => `${job.id}/files/sub/a%20result.txt`;

describe("GET /api/v2/jobs/{id}/files/{path}", () => {
  test("200 with the file, its length, its ETag and a name to save it under", async () => {
    const response = await get(theFile());
    expect([response.status, await response.text()]).toEqual([200, content]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-length": "10000",
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": "attachment; filename=\"a result.txt\"; filename*=UTF-8''a%20result.txt",
      "accept-ranges": "bytes",
      "x-content-type-options": "nosniff",
      etag: expect.stringMatching(/^"[0-9a-f]+"$/),
    });
    const head = await get(theFile(), {}, "HEAD");
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "10000"]);
  });

  test("206 for a range, so that a client can continue a download that broke off", async () => {
    const etag = (await get(theFile())).headers.get("etag") ?? "";
    const first = await get(theFile(), { range: "bytes=0-3999" });
    const second = await get(theFile(), { range: "bytes=4000-", "if-range": etag });
    expect([first.status, second.status]).toEqual([206, 206]);
    expect((await first.text()) + (await second.text())).toBe(content);
    expect(second.headers.get("content-range")).toBe("bytes 4000-9999/10000");
    const other = await get(theFile(), { range: "bytes=4000-", "if-range": '"another"' });
    expect([other.status, (await other.text()).length]).toEqual([200, 10_000]);
    const behind = await get(theFile(), { range: "bytes=10000-" });
    expect([behind.status, behind.headers.get("content-range")]).toEqual([416, "bytes */10000"]);
    expect(await behind.json()).toMatchObject({ status: 416, detail: expect.stringContaining("10000 bytes") });
    const head = await get(theFile(), { range: "bytes=10000-" }, "HEAD");
    expect([head.status, head.headers.get("content-type")]).toEqual([416, "application/problem+json"]);
  });

  test("304 for a client that has it", async () => {
    const etag = (await get(theFile())).headers.get("etag") ?? "";
    for (const given of [etag, `W/${etag}`, `"x", ${etag}`, "*"])
      expect((await get(theFile(), { "if-none-match": given })).status).toBe(304);
    expect((await get(theFile(), { "if-none-match": '"x"' })).status).toBe(200);
  });

  test("200 for a name with any characters, and nothing in it runs", async () => {
    const response = await get(`${job.id}/files/${encodeURIComponent("ü #?%2F.html")}`);
    expect([response.status, await response.text()]).toEqual([200, "<p>"]);
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
  });

  test.each([
    "no-such-file",
    "sub",
    "sub/",
    "../../../etc/passwd",
    "..%2F..%2F..%2Fetc%2Fpasswd",
    "sub/..%2Fbad.exe",
    "%2Fetc%2Fpasswd",
    "sub%2Fa%20result.txt%00",
    "%E0%A4%A",
    "in.txt",
  ])("404 for %s", async (path) => {
    const status = await new Promise((resolve) =>
      // `fetch` would resolve the dots.
      http.get(`${origin()}`, { path: `/api/v2/jobs/${job.id}/files/${path}`, headers: owner }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }),
    );
    expect(status).toBe(404);
  });

  test("200 for an input of one's own job, 404 for others who may see the job", async () => {
    const path = `${job.uuid}/files/in.txt?direction=input`;
    expect(await (await get(path)).text()).toBe("passed in");
    expect((await get(path, stranger)).status).toBe(404);
    expect((await get(`${job.uuid}/files/sub/a%20result.txt`, stranger)).status).toBe(200);
    expect((await get(theFile(), stranger)).status).toBe(404);
  });

  test("403 for what the virus scanner has refused, 503 for what it has not checked", async () => {
    expect((await get(`${job.id}/files/bad.exe`)).status).toBe(403);
    expect((await get(`${job.id}/files/new.bin`)).status).toBe(503);
  });

  test("400 for a query that is not described", async () => {
    expect((await get(`${theFile()}?direction=both`)).status).toBe(400);
    expect((await get(`${theFile()}?preview=1`)).status).toBe(400);
  });
});

describe("GET /api/v2/jobs/{id}/files", () => {
  const list = async (path: string, headers = {}) => (await (await get(path, headers)).json()) as Listing;
  interface Listing {
    items: { path: string; url: string | null; withheld: string | null; sha256: string | null; direction: string }[];
    next: string | null;
  }

  test("200 with the inputs and the outputs, and with addresses that fetch them", async () => {
    const { items, next } = await list(`${job.uuid}/files`);
    expect(next).toBeNull();
    expect(items.map((file) => [file.direction, file.path, file.withheld !== null])).toEqual([
      ["input", "in.txt", false],
      ["output", "sub/a result.txt", false],
      ["output", "ü #?%2F.html", false],
      ["output", "bad.exe", true],
      ["output", "new.bin", true],
    ]);
    for (const { url, withheld, sha256 } of items) {
      expect([url === null, sha256 === null]).toEqual([withheld !== null, withheld !== null]);
      if (url) expect((await fetch(origin() + url, { headers: owner })).status).toBe(200);
    }
    expect((await list(`${job.uuid}/files`, stranger)).items.map((file) => file.direction)).not.toContain("input");
  });

  test("200 with pages that together have every file once", async () => {
    const all = (await list(`${job.id}/files`)).items;
    const paged: unknown[] = [];
    let after = "";
    for (;;) {
      const page = await list(`${job.id}/files?limit=2${after && `&after=${after}`}`);
      paged.push(...page.items);
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged).toEqual(all);
    expect((await list(`${job.id}/files?direction=input`)).items).toHaveLength(1);
  });

  test.each(["limit=0", "limit=201", "limit=x", "after=x", "direction=both", "sort=name"])(
    "400 for %s",
    async (query) => {
      const response = await get(`${job.id}/files?${query}`);
      expect(response.status).toBe(400);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(await response.json()).toMatchObject({ errors: [{ parameter: query.split("=")[0] }] });
    },
  );

  test("404 for an unknown job and for one of somebody else", async () => {
    for (const [id, headers] of [
      ["2147483647", owner],
      ["x", owner],
      [String(job.id), stranger],
    ] as const)
      expect((await get(`${id}/files`, headers)).status).toBe(404);
  });
});

describe("GET /api/v2/jobs/{id}/archive", () => {
  test("200 with a zip or a compressed tar, and 400 for another format", async () => {
    for (const [query, start, name] of [
      ["", "PK", ".zip"],
      ["?format=tar.gz", "\x1f\x8b", ".tar.gz"],
    ] as const) {
      const response = await get(`${job.id}/archive${query}`);
      expect(
        Buffer.from(await response.arrayBuffer())
          .subarray(0, 2)
          .toString("latin1"),
      ).toBe(start);
      expect(response.headers.get("content-disposition")).toContain(name);
    }
    expect((await get(`${job.id}/archive?format=rar`)).status).toBe(400);
    expect((await get(`${job.id}/archive`, stranger)).status).toBe(404);
  });
});
