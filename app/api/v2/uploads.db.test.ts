import { beforeAll, describe, expect, test } from "vitest";
import { aParameter, aScript, aSpec, aUser, bearer } from "@/db/testing/factories";
import { env } from "@/server/env";
import { callOperation } from "../testing/operation";

type Headers = Record<string, string>;
let headers: Headers;
let stranger: Headers;
beforeAll(async () => {
  headers = await bearer(await aUser());
  stranger = await bearer(await aUser());
});

const create = (call: { headers?: Headers; query?: string; body?: BodyInit }) =>
  callOperation("createUpload", { ...call, headers: { ...headers, ...call.headers } });
const about = (id: string, as = headers) => callOperation("getUpload", { params: { id }, headers: as });

async function run(upload: string) {
  const script = await aScript({ spec: aSpec([aParameter("reads", { format: "file", mode: "r" })]) });
  const json = { input: { reads: { $upload: upload } } };
  return callOperation("runScript", { params: { slug: script.slug }, headers, json });
}

describe("POST /uploads", () => {
  test("201 for a file in one request, which a job then takes over", async () => {
    const made = await create({ query: "?filename=a.fq", body: "@read" });
    expect([made.status, made.headers.get("location")]).toEqual([201, `/api/v2/uploads/${made.json.id}`]);
    expect(made.json).toMatchObject({ filename: "a.fq", sizeBytes: 5, receivedBytes: 5, isComplete: true });
    expect(Date.parse(made.json.expiresAt)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    expect((await run(made.json.id)).status).toBe(201);
    expect((await about(made.json.id)).status).toBe(404);
    expect((await run(made.json.id)).status).toBe(404);
  });

  test("201 for a form with one file; 400 for one with more or less", async () => {
    const form = new FormData();
    form.set("file", new File(["@read"], "b.fq"));
    expect((await create({ body: form })).json).toMatchObject({ filename: "b.fq", isComplete: true });
    form.append("file", new File(["x"], "c.fq"));
    expect((await create({ body: form })).status).toBe(400);
    expect((await create({ body: new FormData() })).status).toBe(400);
  });

  test("201 for an upload that is sent in parts (tus)", async () => {
    const metadata = `filename ${Buffer.from("röh.fa").toString("base64")}`;
    const made = await create({
      headers: { "upload-length": "7", "upload-metadata": metadata, "tus-resumable": "1.0.0" },
    });
    expect([made.status, made.json.filename, made.json.isComplete]).toEqual([201, "röh.fa", false]);
    expect([made.headers.get("tus-resumable"), made.headers.get("upload-offset")]).toEqual(["1.0.0", "0"]);
    const params = { id: made.json.id };
    const part = (offset: number, body: string) =>
      callOperation("continueUpload", {
        params,
        body,
        headers: { ...headers, "content-type": "application/offset+octet-stream", "upload-offset": String(offset) },
      });
    expect((await part(0, "abc")).status).toBe(204);
    expect((await part(0, "abc")).status).toBe(409);
    expect((await about(made.json.id)).json.receivedBytes).toBe(3);
    expect((await run(made.json.id)).status).toBe(404);
    expect((await part(3, "defg")).headers.get("upload-offset")).toBe("7");
    expect((await run(made.json.id)).status).toBe(201);
  });

  test("413 for a file that is too large, by what is said and by what arrives", async () => {
    const limit = env().WOOEY_LIMIT_UPLOAD;
    Object.assign(env(), { WOOEY_LIMIT_UPLOAD: 3 });
    expect((await create({ headers: { "upload-length": "4" } })).status).toBe(413);
    expect((await create({ body: "four" })).status).toBe(413);
    Object.assign(env(), { WOOEY_LIMIT_UPLOAD: limit });
  });

  test("400 for a length that is no number, 404 for somebody else's upload, 204 for one that is cancelled", async () => {
    expect((await create({ headers: { "upload-length": "x" } })).status).toBe(400);
    const { json } = await create({ body: "mine" });
    const params = { id: json.id };
    expect((await about(json.id, stranger)).status).toBe(404);
    expect((await callOperation("cancelUpload", { params, headers: stranger })).status).toBe(404);
    expect((await callOperation("cancelUpload", { params, headers })).status).toBe(204);
    expect((await about(json.id)).status).toBe(404);
  });
});
