import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import type { Job } from "@/db/schema/jobs";
import { actorOf, aJob, aJobFile, anApiKey, aStaffUser, aUser } from "@/db/testing/factories";
import { someOutput } from "@/db/testing/jobs";
import { type Asset, assetPath } from "@/server/files/assets";
import { renewPermalink, setVisibility } from "@/server/jobs/share";
import { storedPath } from "@/server/storage/location";
import { wooeyDetails } from "@/server/wooey/job-answers";
import { GET as getDetails } from "../api/jobs/v1/[id]/details/route";
import { GET as getArchive, POST as getSelection } from "../jobs/[job]/archive/[name]/route";
import { GET as getFile } from "../jobs/[job]/files/[file]/[[...name]]/route";
import { GET as listFiles } from "../jobs/[job]/files/route";
import { GET as getOutput } from "../jobs/[job]/output/route";
import { GET as getAsset } from "./[token]/[name]/route";

type Headers = Record<string, string>;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-archives-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const request = (url: string, headers: Headers = {}) => new Request(`http://localhost${url}`, { headers });
const bearer = async (user: { id: number }) => ({
  authorization: `Bearer ${(await anApiKey({ userId: user.id })).key}`,
});

/** The URL that API v1 gives to the owner of a job. */
function urlOf(job: Pick<Job, "ownerId" | "linkGeneration">, target: Asset, now?: number) {
  const account = { userId: job.ownerId ?? 0, apiKeyId: null };
  return assetPath({ asset: target, linkGeneration: job.linkGeneration, account }, "x", now);
}
const anOwnJob = async (columns: Parameters<typeof aJob>[0] = {}) =>
  aJob({ status: "completed", ownerId: (await aUser()).id, ...columns });

function asset(url: string) {
  const [, , token = "", name = ""] = url.split("/");
  return getAsset(request(url), { params: Promise.resolve({ token, name }) });
}
interface Sent {
  query?: string;
  headers?: Headers;
}
function file(job: string | number, id: number | string, { query = "", headers = {} }: Sent = {}) {
  const params = { job: String(job), file: String(id) };
  return getFile(request(`/jobs/${job}/files/${id}${query}`, headers), { params: Promise.resolve(params) });
}
function archive(job: string, name: string, headers: Headers = {}) {
  return getArchive(request(`/jobs/${job}/archive/${name}`, headers), { params: Promise.resolve({ job, name }) });
}
function selection(job: string, files: string) {
  const body = new URLSearchParams({ files });
  const asked = new Request(`http://localhost/jobs/${job}/archive/some.zip`, { method: "POST", body });
  return getSelection(asked, { params: Promise.resolve({ job, name: "some.zip" }) });
}
function output(job: string, query = "") {
  return getOutput(request(`/jobs/${job}/output${query}`), { params: Promise.resolve({ job }) });
}

/** What Python's own modules read in an archive: names and contents. */
async function unpack(response: Response, format: "zip" | "tar.gz"): Promise<Record<string, string>> {
  const target = path.join(folder, `${crypto.randomUUID()}.${format}`);
  fs.writeFileSync(target, Buffer.from(await response.arrayBuffer()));
  const read =
    format === "zip"
      ? "import zipfile; z=zipfile.ZipFile(p); assert z.testzip() is None; r={n: z.read(n).decode() for n in z.namelist()}"
      : "import tarfile; t=tarfile.open(p); r={m.name: t.extractfile(m).read().decode() for m in t.getmembers()}";
  return JSON.parse(
    execFileSync("python3", ["-c", `import json, sys; p=sys.argv[1]; ${read}; print(json.dumps(r))`, target], {
      encoding: "utf8",
    }),
  );
}

describe("GET /files/<token>/<name>", () => {
  test("200 for whoever has the URL: saved, never shown, and nothing in it runs here", async () => {
    const job = await anOwnJob({ visibility: "private" });
    for (const kind of ["html", "svg", "text", "image", "pdf"] as const) {
      const made = await aJobFile(job, { path: `a/${kind}.bin`, kind, mediaType: "text/html" });
      const response = await asset(urlOf(job, { kind: "file", id: made.id }));
      expect(response.status).toBe(200);
      expect(response.headers.get("x-send-file")).toBe(storedPath(made.sha256));
      expect(response.headers.get("content-disposition")).toBe(
        `attachment; filename="${kind}.bin"; filename*=UTF-8''${kind}.bin`,
      );
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  test("404 for a token that is changed, widened, expired or made up", async () => {
    const job = await anOwnJob();
    const made = await aJobFile(job);
    const url = urlOf(job, { kind: "file", id: made.id });
    const other = await aJobFile(job);
    const changes = [
      url.replace(`f${made.id}.`, `f${other.id}.`),
      url.replace(`f${made.id}.`, `z${made.id}.`),
      url.replace(`.${job.linkGeneration}.`, `.${job.linkGeneration + 1}.`),
      url.replace(`.u${job.ownerId}.`, `.u${job.ownerId}k1.`),
      url.replace(/\.(\d{9,})\./, (_, expires) => `.${Number(expires) + 1}.`),
      url.replace(/.\/x$/, (end) => (end.startsWith("A") ? "B/x" : "A/x")),
      urlOf(job, { kind: "file", id: made.id }, Date.now() - 25 * 3600 * 1000),
      "/files/../x",
      "/files/x/x",
      "/files/f1.1./x",
    ];
    for (const changed of changes) expect([changed, (await asset(changed)).status]).toEqual([changed, 404]);
    expect((await asset(url)).status).toBe(200);
  });

  test("404 for the files of a deleted job, and for those a rerun removed", async () => {
    const job = await anOwnJob({ deletedAt: new Date() });
    const made = await aJobFile(job);
    for (const target of [
      { kind: "file", id: made.id },
      { kind: "zip", id: job.id },
      { kind: "file", id: 2147483647 },
    ] as const) {
      expect((await asset(urlOf(job, target))).status).toBe(404);
    }
  });

  test.each(["zip", "tar.gz"] as const)("200 with all outputs in one folder as %s", async (format) => {
    const job = await anOwnJob({ name: "with files" });
    await aJobFile(job, { direction: "input", path: "in.txt", content: "no" });
    await aJobFile(job, { path: "deep/note.txt", content: "below" });
    await aJobFile(job, { path: "ünï cödé.txt", content: "" });
    const response = await asset(urlOf(job, { kind: format, id: job.id }));
    expect(response.headers.get("content-disposition")).toContain(`filename="with_files.${format}"`);
    expect(await unpack(response, format)).toEqual({
      "with_files/deep/note.txt": "below",
      "with_files/ünï cödé.txt": "",
    });
  });
});

describe("the URLs that API v1 gives for the files of a job", () => {
  /** A job with an input and an output, and the status of each URL that `details` gave its owner by an API key. */
  async function aDetailedJob(columns: Parameters<typeof aJob>[0] = {}) {
    const owner = await aUser();
    const key = await anApiKey({ userId: owner.id });
    const job = await aJob({ status: "completed", ownerId: owner.id, ...columns });
    await aJobFile(job, { direction: "input", path: "given.txt" });
    await aJobFile(job, { path: "made.txt" });
    const statuses = async () => {
      const headers = { authorization: `Bearer ${key.key}` };
      const response = await getDetails(request("/", headers), { params: Promise.resolve({ id: String(job.id) }) });
      const { assets } = wooeyDetails.parse(await response.json());
      expect(assets.map(({ name }) => name.replace(/^.*\.zip|^.*\.tar\.gz/, "archive"))).toEqual([
        "archive",
        "archive",
        "given.txt",
        "made.txt",
      ]);
      return async () => {
        const answers = await Promise.all(assets.map(({ url }) => asset(new URL(url).pathname)));
        await Promise.all(answers.map((answer) => answer.body?.cancel()));
        return answers.map(({ status }) => status);
      };
    };
    return { job, key, statuses, actor: await actorOf(owner) };
  }
  type Detailed = Awaited<ReturnType<typeof aDetailedJob>>;
  const open = [200, 200, 200, 200];
  const ended = [404, 404, 404, 404];

  const endings: [string, (made: Detailed) => Promise<unknown>][] = [
    ["the job becomes private", ({ actor, job }) => setVisibility(actor, job.id, { visibility: "private" })],
    ["the link is renewed", ({ actor, job }) => renewPermalink(actor, job.id)],
    ["inputs are no longer shared", ({ actor, job }) => setVisibility(actor, job.id, { inputsShared: false })],
  ];
  test.each(endings)("end at once when %s; new URLs work", async (_, end) => {
    const made = await aDetailedJob({ visibility: "link", inputsShared: true });
    const earlier = await made.statuses();
    expect(await earlier()).toEqual(open);
    await end(made);
    expect(await earlier()).toEqual(ended);
    expect(await (await made.statuses())()).toEqual(open);
  });

  const losses: [string, (made: Detailed) => Promise<unknown>][] = [
    ["the API key is disabled", ({ key }) => pg`update api_keys set is_active = false where id = ${key.id}`],
    ["the API key is deleted", ({ key }) => pg`delete from api_keys where id = ${key.id}`],
    ["the API key expires", ({ key }) => pg`update api_keys set expires_at = now() where id = ${key.id}`],
    ["the account is disabled", ({ key }) => pg`update users set is_active = false where id = ${key.userId}`],
    ["the job has another owner", ({ job }) => pg`update jobs set owner_id = null where id = ${job.id}`],
  ];
  test.each(losses)("end at once when %s", async (_, lose) => {
    const made = await aDetailedJob();
    const earlier = await made.statuses();
    expect(await earlier()).toEqual(open);
    await lose(made);
    expect(await earlier()).toEqual(ended);
  });

  test("stay when more is shared", async () => {
    const { actor, job, statuses } = await aDetailedJob({ visibility: "private" });
    const earlier = await statuses();
    await setVisibility(actor, job.id, { visibility: "public", inputsShared: true });
    await setVisibility(actor, job.id, { visibility: "link", inputsShared: true });
    expect(await earlier()).toEqual(open);
  });
});

describe("archives", () => {
  test.each(["zip", "tar.gz"] as const)("hold many files (%s) and odd names", async (format) => {
    const job = await aJob({ status: "completed", name: "many" });
    for (let n = 0; n < 30; n++) await aJobFile(job, { path: `d/${n}`, content: "x".repeat(n * 1000) });
    await aJobFile(job, { path: "a\\b", content: "y" });
    const entries = await unpack(await archive(job.uuid, `any.${format}`), format);
    expect(Object.keys(entries)).toHaveLength(31);
    expect(entries["many/d/29"]).toBe("x".repeat(29_000));
  });

  test("hold the selected output files of the job, and no others", async () => {
    const job = await aJob({ status: "completed", name: "some" });
    const other = await aJobFile(await aJob());
    const input = await aJobFile(job, { direction: "input" });
    const [one, , three] = [
      await aJobFile(job, { path: "d/1", content: "x" }),
      await aJobFile(job, { path: "d/2", content: "y" }),
      await aJobFile(job, { path: "3", content: "z" }),
    ];
    const files = [three, one, one, input, other].map(({ id }) => id).join(",");
    expect(await unpack(await selection(job.uuid, files), "zip")).toEqual({ "some/d/1": "x", "some/3": "z" });
    for (const invalid of ["", "x", "1,,2", "-1", "1".repeat(20), "1,".repeat(60_000)])
      expect((await selection(job.uuid, invalid)).status).toBe(400);
    const hidden = await aJob({ visibility: "private", ownerId: (await aUser()).id });
    expect((await selection(hidden.uuid, "1")).status).toBe(404);
  });

  test("close their files when the reader leaves", async () => {
    const job = await aJob({ status: "completed", name: "big" });
    const big = await aJobFile(job, { path: "big", content: Buffer.alloc(8 * 1024 * 1024, 1) });
    for (const format of ["zip", "tar.gz"]) {
      const reader = (await archive(job.uuid, `x.${format}`)).body!.getReader();
      await reader.read();
      await reader.cancel();
      const isOpen = () =>
        fs.readdirSync("/proc/self/fd").some((fd) => {
          try {
            return fs.readlinkSync(`/proc/self/fd/${fd}`) === storedPath(big.sha256);
          } catch {
            return false;
          }
        });
      await expect.poll(isOpen).toBe(false);
    }
  });

  test("fail, and do not end well, when a content is missing", async () => {
    const job = await aJob({ status: "completed" });
    const made = await aJobFile(job);
    fs.rmSync(storedPath(made.sha256));
    for (const format of ["zip", "tar.gz"]) {
      await expect((await archive(job.uuid, `x.${format}`)).arrayBuffer()).rejects.toThrow();
    }
  });

  test("404 for another ending and for a job that is hidden", async () => {
    const job = await aJob({ status: "completed", visibility: "private", ownerId: (await aUser()).id });
    expect((await archive(job.uuid, "x.zip")).status).toBe(404);
    expect((await archive((await aJob({ status: "completed" })).uuid, "x.rar")).status).toBe(404);
  });
});

describe("GET /jobs/<job>/files/<file>", () => {
  test("200 shows what runs nothing, saves HTML and SVG, and shows them too in a preview, without scripts", async () => {
    const job = await aJob({ status: "completed" });
    for (const [kind, plain, preview] of [
      ["image", "inline", "inline"],
      ["text", "inline", "inline"],
      ["html", "attachment", "inline"],
      ["svg", "attachment", "inline"],
      ["other", "attachment", "attachment"],
    ] as const) {
      const made = await aJobFile(job, { kind, mediaType: kind === "html" ? "text/html" : "image/png" });
      const dispositionOf = async (query: string) =>
        (await file(job.uuid, made.id, { query })).headers.get("content-disposition")?.split(";")[0];
      expect([await dispositionOf(""), await dispositionOf("?preview")]).toEqual([plain, preview]);
      expect(await dispositionOf("?download")).toBe("attachment");
      const policy =
        (await file(job.uuid, made.id, { query: "?preview" })).headers.get("content-security-policy") ?? "";
      expect(policy).toMatch(/^sandbox; default-src 'none'/);
      expect(policy).not.toContain("script");
    }
  });

  test("200 sends text as plain text, whatever it says it is", async () => {
    const made = await aJobFile(await aJob(), { kind: "table", mediaType: "text/csv" });
    expect((await file((await aJob()).uuid, made.id)).status).toBe(404);
    const job = await aJob();
    const outputFile = await aJobFile(job, { kind: "table", mediaType: "text/csv" });
    expect((await file(job.uuid, outputFile.id)).headers.get("content-type")).toBe("text/plain; charset=utf-8");
  });

  test("304 when the browser has it", async () => {
    const job = await aJob();
    const made = await aJobFile(job);
    const etag = (await file(job.uuid, made.id)).headers.get("etag") ?? "";
    expect((await file(job.uuid, made.id, { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await file(job.uuid, made.id, { query: "?download", headers: { "if-none-match": etag } })).status).toBe(
      200,
    );
  });

  test("inputs are the owner's and staff's, and visitors' when the owner shares them", async () => {
    const owner = await aUser();
    const job = await aJob({ ownerId: owner.id });
    const input = await aJobFile(job, { direction: "input" });
    const listed = async (headers: Headers = {}) => {
      const response = await listFiles(request(`/jobs/${job.uuid}/files`, headers), {
        params: Promise.resolve({ job: job.uuid }),
      });
      return (await response.json()).files.length;
    };
    for (const headers of [await bearer(owner), await bearer(await aStaffUser())]) {
      expect([(await file(job.uuid, input.id, { headers })).status, await listed(headers)]).toEqual([200, 1]);
    }
    for (const headers of [{}, await bearer(await aUser())] as Headers[]) {
      expect([(await file(job.uuid, input.id, { headers })).status, await listed(headers)]).toEqual([404, 0]);
    }
    const shared = await aJob({ ownerId: owner.id, inputsShared: true });
    const given = await aJobFile(shared, { direction: "input" });
    expect((await file(shared.uuid, given.id)).status).toBe(200);
  });

  test("404 for a file of another job and for what is no file", async () => {
    const job = await aJob();
    const other = await aJobFile(await aJob());
    for (const id of [other.id, "0", "x", "99999999999", "1e3"]) expect((await file(job.uuid, id)).status).toBe(404);
  });
});

describe("GET /jobs/<job>/files", () => {
  test("200 with all files in a short form, inputs first", async () => {
    const job = await aJob({ status: "completed", inputsShared: true });
    const input = await aJobFile(job, { direction: "input", path: "in.txt" });
    await pg`insert into job_files (job_id, direction, path, sha256, size_bytes)
      select ${job.id}, 'output', 'out-' || n, ${input.sha256}, 7 from generate_series(1, 1500) n`;
    const response = await listFiles(request(`/jobs/${job.uuid}/files`), {
      params: Promise.resolve({ job: job.uuid }),
    });
    const { files } = await response.json();
    expect(files).toHaveLength(1501);
    expect(files[0]).toMatchObject({ id: input.id, direction: "input", path: "in.txt", kind: "text" });
    expect(files.at(-1)).toMatchObject({ direction: "output", path: "out-1500", sizeBytes: 7 });
    expect(Math.abs(files[0].at - input.createdAt.getTime())).toBeLessThan(1000);
  });
});

describe("GET /jobs/<job>/output", () => {
  test("200 with the bytes as they were written, whole, of one stream, and by range", async () => {
    const job = await aJob({ status: "completed", name: "a/b" });
    await someOutput(job, [
      ["stdout", "0123"],
      ["stderr", "45"],
      ["stdout", Buffer.from([0xff, 0x37, 0x38])],
    ]);
    const bytesOf = async (query: string) =>
      Buffer.from(await (await output(job.uuid, query)).arrayBuffer()).toString("latin1");
    expect(await bytesOf("")).toBe("012345\xff78");
    expect(await bytesOf("?stream=stderr")).toBe("45");
    expect(await bytesOf("?stream=stdout")).toBe("0123\xff78");
    expect(await bytesOf("?start=2&end=5")).toBe("234");
    expect(await bytesOf("?start=7")).toBe("78");
    expect(await bytesOf("?start=100")).toBe("");
    expect(await bytesOf("?start=5&end=2")).toBe("");
    expect(await bytesOf("?stream=stdout&start=3&end=7")).toBe("3\xff");
    expect((await output(job.uuid)).headers.get("content-disposition")).toContain('filename="ab.log"');
  });

  test("400 for a stream and numbers that are none, 404 for a hidden job", async () => {
    const job = await aJob({ visibility: "private" });
    for (const query of ["?stream=stdin", "?stream=__proto__", "?start=-1", "?end=x"]) {
      expect((await output(job.uuid, query)).status).toBe(400);
    }
    expect((await output(job.uuid)).status).toBe(404);
  });
});
