import { createHash } from "node:crypto";
import fs from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { jobFiles, jobs } from "@/db/schema/jobs";
import { uploads } from "@/db/schema/uploads";
import { actorOf, anAnonymous, anApiKey, aParameter, aScript, aSpec, aStaffUser, aUser } from "@/db/testing/factories";
import type { Actor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { discardContents } from "@/server/files/content";
import { removeUnreferencedContents } from "@/server/files/remove-unreferenced";
import { submitForm } from "@/server/jobs/submit-form";
import { storedPath } from "@/server/storage/location";
import { incomingPath, isStored, openStored } from "@/server/storage/store";
import { startDouble, VIRUS, VIRUS_NAME } from "@/server/storage/testing/clamd";
import { appendToUpload } from "./append";
import { cancelUpload } from "./cancel";
import { createUpload } from "./create";
import { removeExpiredUploads } from "./expire";
import { getUploadToContinue } from "./queries";
import { findCompleteUploads } from "./use";

const HOUR_MS = 3_600_000;
const limits = { ...env() };
afterEach(() => Object.assign(env(), limits));

const sha256Of = (content: string) => createHash("sha256").update(content).digest("hex");
const rowOf = async (id: string) => (await db.select().from(uploads).where(eq(uploads.id, id)))[0];
const aPerson = async () => actorOf(await aUser());
const append = (actor: Actor, id: string, [offset, content]: [number, string]) =>
  appendToUpload(actor, id, { offset, source: Readable.from([Buffer.from(content)]) });

/** A source that brings its bytes when the test says so, as a slow connection does. */
function aConnection() {
  const source = new PassThrough();
  return {
    source,
    send: (content: string) => source.write(content),
    breakOff: () => source.destroy(new Error("aborted")),
  };
}

/** Waits until the partial file of an upload has so many bytes. */
async function received(id: string, bytes: number): Promise<void> {
  await expect.poll(() => fs.statSync(incomingPath(id)).size).toBe(bytes);
}

async function complete(actor: Actor, content: string, filename = "reads.fa"): Promise<string> {
  const { id } = await createUpload(actor, { filename, sizeBytes: content.length });
  await append(actor, id, [0, content]);
  return id;
}

describe("an upload", () => {
  test("arrives in several parts, and is stored when it is complete, not before", async () => {
    const actor = await aPerson();
    const { id, receivedBytes, expiresAt } = await createUpload(actor, { filename: "../a b.fa", sizeBytes: 10 });
    expect([receivedBytes, id]).toEqual([0, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(23.9 * HOUR_MS);
    expect(await append(actor, id, [0, "first "])).toMatchObject({ receivedBytes: 6, isComplete: false });
    expect(await findCompleteUploads(actor, [id])).toEqual(new Map());
    expect(await isStored(sha256Of("first "))).toBe(false);
    expect(await append(actor, id, [6, "last"])).toMatchObject({ receivedBytes: 10, isComplete: true });
    const found = (await findCompleteUploads(actor, [id])).get(id);
    expect(found).toMatchObject({ filename: "a b.fa", content: { sha256: sha256Of("first last"), sizeBytes: 10 } });
    expect(await text(openStored(sha256Of("first last")))).toBe("first last");
    expect(fs.existsSync(incomingPath(id))).toBe(false);
  });

  test("continues where it was interrupted", async () => {
    const actor = await aPerson();
    const { id } = await createUpload(actor, { sizeBytes: 12 });
    const connection = aConnection();
    const first = appendToUpload(actor, id, { offset: 0, source: connection.source });
    connection.send("arrived");
    await received(id, 7);
    connection.breakOff();
    await expect(first).rejects.toMatchObject({ code: "invalid" });
    expect(await getUploadToContinue(actor, id)).toMatchObject({ receivedBytes: 7, isComplete: false });
    await append(actor, id, [7, " late"]);
    expect(await isStored(sha256Of("arrived late"))).toBe(true);
  });

  test("drops bytes that were not safely on the disk when the server died", async () => {
    const actor = await aPerson();
    const { id } = await createUpload(actor, { sizeBytes: 8 });
    await append(actor, id, [0, "safe"]);
    fs.appendFileSync(incomingPath(id), "doubtful");
    await append(actor, id, [4, "ty"]);
    expect(fs.readFileSync(incomingPath(id), "utf8")).toBe("safety");
  });

  test("takes only the bytes that come next, and no more than announced", async () => {
    const actor = await aPerson();
    const { id } = await createUpload(actor, { sizeBytes: 6 });
    await append(actor, id, [0, "abc"]);
    for (const offset of [0, 2, 4, 100])
      await expect(append(actor, id, [offset, "d"])).rejects.toMatchObject({ code: "conflict" });
    await expect(append(actor, id, [3, "defg"])).rejects.toMatchObject({ code: "invalid" });
    expect(await append(actor, id, [3, "def"])).toMatchObject({ isComplete: true });
    expect(await append(actor, id, [6, ""])).toMatchObject({ isComplete: true });
    await expect(append(actor, id, [3, "def"])).rejects.toMatchObject({ code: "conflict" });
  });

  test("has one writer: whoever continues takes over from a connection that hangs", async () => {
    const actor = await aPerson();
    const { id } = await createUpload(actor, { sizeBytes: 9 });
    const dead = aConnection();
    const hanging = appendToUpload(actor, id, { offset: 0, source: dead.source });
    const refused = expect(hanging).rejects.toMatchObject({ code: "conflict" });
    dead.send("one");
    await received(id, 3);
    expect(await getUploadToContinue(actor, id)).toMatchObject({ receivedBytes: 3 });
    await refused;
    const results = await Promise.allSettled(["two", "TWO", "2!?"].map((content) => append(actor, id, [3, content])));
    // The last bytes of one that is stopped may already be there; then the others are refused.
    expect(results.filter(({ status }) => status === "fulfilled").length).toBeLessThanOrEqual(1);
    expect(await getUploadToContinue(actor, id)).toMatchObject({ receivedBytes: 6 });
    await append(actor, id, [6, "end"]);
    const { sha256 } = (await findCompleteUploads(actor, [id])).get(id)!.content;
    const content = await text(openStored(sha256));
    expect([sha256Of(content), content]).toEqual([sha256, expect.stringMatching(/^one(two|TWO|2!\?)end$/)]);
  });

  test("of an empty file is complete at once", async () => {
    const upload = await createUpload(await aPerson(), { sizeBytes: 0 });
    expect(upload).toMatchObject({ isComplete: true });
  });

  test("starts again if its file is gone", async () => {
    const actor = await aPerson();
    const { id } = await createUpload(actor, { sizeBytes: 6 });
    await append(actor, id, [0, "abc"]);
    fs.rmSync(incomingPath(id));
    await expect(append(actor, id, [3, "def"])).rejects.toMatchObject({ code: "not_found" });
    await expect(getUploadToContinue(actor, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("is cancelled with what it has received, also while it is being sent", async () => {
    const actor = await aPerson();
    const { id } = await createUpload(actor, { sizeBytes: 6 });
    const connection = aConnection();
    const sending = appendToUpload(actor, id, { offset: 0, source: connection.source });
    const refused = expect(sending).rejects.toMatchObject({ code: "conflict" });
    connection.send("abc");
    await received(id, 3);
    await cancelUpload(actor, id);
    await refused;
    expect([await rowOf(id), fs.existsSync(incomingPath(id))]).toEqual([undefined, false]);
    const other = await complete(actor, "complete and cancelled");
    await cancelUpload(actor, other);
    expect(await isStored(sha256Of("complete and cancelled"))).toBe(false);
  });
});

describe("an upload belongs to its owner", () => {
  test("others and staff find none; a key of the owner's that runs scripts does", async () => {
    const user = await aUser();
    const owner = await actorOf(user);
    const visitor = anAnonymous();
    const { id: apiKeyId } = await anApiKey({ userId: user.id });
    const access = { scopes: ["read" as const], scriptIds: null };
    const readKey: Actor = { kind: "apiKey", user: owner.user, apiKeyId, access };
    const strangers: Actor[] = [
      await aPerson(),
      await actorOf(await aStaffUser()),
      await actorOf(await aUser({ role: "administrator" })),
      anAnonymous(),
      { kind: "anonymous", browserHash: null },
    ];
    for (const [actor, others] of [
      [owner, [...strangers, visitor, readKey]],
      [visitor, [...strangers, owner]],
    ] as [Actor, Actor[]][]) {
      const { id } = await createUpload(actor, { sizeBytes: 3 });
      const done = await complete(actor, "done");
      for (const stranger of others) {
        const missing = { code: "not_found" };
        await expect(getUploadToContinue(stranger, id)).rejects.toMatchObject(missing);
        await expect(append(stranger, id, [0, "abc"])).rejects.toMatchObject(missing);
        await expect(cancelUpload(stranger, id)).rejects.toMatchObject(missing);
        expect(await findCompleteUploads(stranger, [done])).toEqual(new Map());
      }
      expect(await append(actor, id, [0, "abc"])).toMatchObject({ isComplete: true });
    }
    const { id } = await createUpload(owner, { sizeBytes: 3 });
    const runKey: Actor = { ...readKey, access: { scopes: ["run"], scriptIds: null } };
    expect(await append(runKey, id, [0, "abc"])).toMatchObject({ isComplete: true });
    await expect(createUpload(readKey, { sizeBytes: 1 })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("visitors have some only where they may run scripts", async () => {
    env().WOOEY_ALLOW_ANONYMOUS = false;
    await expect(createUpload(anAnonymous(), { sizeBytes: 1 })).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("there is none under an id that is no id", async () => {
    for (const id of ["", "1", "../x", "%", "0".repeat(36)])
      await expect(getUploadToContinue(await aPerson(), id)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the limits", () => {
  const makeIdle = (id: string) =>
    db
      .update(uploads)
      .set({ expiresAt: new Date(Date.now() + 22 * HOUR_MS) })
      .where(eq(uploads.id, id));

  test("one upload, the number of open uploads and their size are limited for each person", async () => {
    Object.assign(env(), {
      WOOEY_LIMIT_UPLOAD: 100,
      WOOEY_LIMIT_OPEN_UPLOADS: 3,
      WOOEY_LIMIT_OPEN_UPLOADS_SIZE: 150,
    });
    const actor = await aPerson();
    const refused = { code: "limit", retryAfterSeconds: undefined };
    await expect(createUpload(actor, { sizeBytes: 101 })).rejects.toMatchObject(refused);
    await createUpload(actor, { sizeBytes: 100 });
    await expect(createUpload(actor, { sizeBytes: 51 })).rejects.toMatchObject(refused);
    await createUpload(actor, { sizeBytes: 10 });
    await createUpload(actor, { sizeBytes: 10 });
    await expect(createUpload(actor, { sizeBytes: 1 })).rejects.toMatchObject(refused);
    await createUpload(await aPerson(), { sizeBytes: 100 });
  });

  test("visitors from one network count as one person, also when they come at the same time", async () => {
    env().WOOEY_LIMIT_OPEN_UPLOADS = 3;
    const visitor = () => ({ ...anAnonymous(), address: "198.51.100.7" });
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => createUpload(visitor(), { sizeBytes: 1 })));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    await createUpload({ ...anAnonymous(), address: "203.0.113.9" }, { sizeBytes: 1 });
  });

  test("an unfinished upload of the same owner that nobody continues makes room", async () => {
    env().WOOEY_LIMIT_OPEN_UPLOADS = 2;
    const actor = await aPerson();
    const idle = await createUpload(actor, { sizeBytes: 10 });
    const done = await complete(actor, "is kept");
    await Promise.all([makeIdle(idle.id), makeIdle(done)]);
    const next = await createUpload(actor, { sizeBytes: 10 });
    expect([await rowOf(idle.id), fs.existsSync(incomingPath(idle.id))]).toEqual([undefined, false]);
    expect([await rowOf(done), await rowOf(next.id)]).toEqual([expect.anything(), expect.anything()]);
    await expect(createUpload(actor, { sizeBytes: 10 })).rejects.toMatchObject({ code: "limit" });
  });

  test("a file that does not fit on the disk is refused before it is sent", async () => {
    Object.assign(env(), { WOOEY_LIMIT_UPLOAD: 2 ** 52, WOOEY_LIMIT_OPEN_UPLOADS_SIZE: 2 ** 53 });
    await expect(createUpload(await aPerson(), { sizeBytes: 2 ** 51 })).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("housekeeping", () => {
  test("removes expired uploads, complete or not, and leaves the others", async () => {
    const actor = await aPerson();
    const [open, half] = [await createUpload(actor, { sizeBytes: 9 }), await createUpload(actor, { sizeBytes: 9 })];
    const done = await complete(actor, "expired content");
    await append(actor, half.id, [0, "half"]);
    const past = new Date(Date.now() - 1000);
    for (const id of [half.id, done]) await db.update(uploads).set({ expiresAt: past }).where(eq(uploads.id, id));
    await expect(append(actor, half.id, [4, "more"])).rejects.toMatchObject({ code: "not_found" });
    expect(await removeExpiredUploads()).toBe(2);
    expect(fs.existsSync(incomingPath(half.id))).toBe(false);
    expect(await isStored(sha256Of("expired content"))).toBe(false);
    expect(await append(actor, open.id, [0, "continues"])).toMatchObject({ isComplete: true });
  });

  test("keeps the content of a complete upload until it expires", async () => {
    const actor = await aPerson();
    const id = await complete(actor, "complete, not used yet");
    const { content } = (await findCompleteUploads(actor, [id])).get(id)!;
    await discardContents([content]);
    const old = new Date(Date.now() - 48 * HOUR_MS);
    fs.utimesSync(storedPath(content.sha256), old, old);
    const hour = Math.floor(Date.now() / HOUR_MS);
    const shard = Number.parseInt(content.sha256.slice(0, 2), 16);
    const ofItsFolder = new Date((hour - ((((hour - shard) % 256) + 256) % 256)) * HOUR_MS);
    await removeUnreferencedContents(ofItsFolder);
    expect(await isStored(content.sha256)).toBe(true);
  });
});

describe("submitForm", () => {
  const spec = () => aSpec([aParameter("reads", { format: "file", mode: "r", nargs: "+" })]);
  const form = (fields: [string, string][]) => ({ fields, files: [], json: null });

  test("uses complete uploads in their order, and then they are gone", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec: spec() });
    const ids = [await complete(actor, "second", "b.fa"), await complete(actor, "first", "a.fa")];
    const references = ids.map((id): [string, string] => ["reads.$upload", id]);
    const job = await submitForm(actor, slug, form(references));
    const files = await db.select().from(jobFiles).where(eq(jobFiles.jobId, job.id)).orderBy(jobFiles.id);
    expect(files.map(({ path, sha256 }) => [path, sha256])).toEqual([
      ["b.fa", sha256Of("second")],
      ["a.fa", sha256Of("first")],
    ]);
    expect(await Promise.all(ids.map(rowOf))).toEqual([undefined, undefined]);
    expect(await isStored(sha256Of("first"))).toBe(true);
  });

  test("refuses uploads of others, unfinished ones and those that are gone, and keeps the actor's own", async () => {
    const actor = await aPerson();
    const { slug } = await aScript({ spec: spec() });
    const mine = await complete(actor, "mine");
    const unfinished = (await createUpload(actor, { sizeBytes: 5 })).id;
    const foreign = await complete(await aPerson(), "foreign");
    const before = await db.$count(jobs);
    for (const id of [unfinished, foreign, "00000000-0000-4000-8000-000000000000", "x"]) {
      const sent = form([
        ["reads.$upload", mine],
        ["reads.$upload", id],
      ]);
      const error = await submitForm(actor, slug, sent).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "invalid", fields: { reads: ["Referenced file could not be found."] } });
    }
    expect(await db.$count(jobs)).toBe(before);
    expect((await findCompleteUploads(actor, [mine])).size).toBe(1);
  });
});

describe("an upload with a virus scanner", () => {
  afterEach(() => {
    delete env().WOOEY_CLAMD;
  });

  test("is stored if it is clean, and removed if it is infected", async () => {
    const scanner = await startDouble();
    env().WOOEY_CLAMD = scanner.address;
    const actor = await aPerson();
    const clean = await complete(actor, "clean, and scanned");
    expect((await rowOf(clean))?.sha256).toBe(sha256Of("clean, and scanned"));
    const { id } = await createUpload(actor, { filename: "b.zip", sizeBytes: VIRUS.length });
    await expect(append(actor, id, [0, VIRUS])).rejects.toMatchObject({
      code: "invalid",
      message: `The virus scanner found ${VIRUS_NAME} in b.zip. The upload was refused.`,
    });
    expect([await rowOf(id), fs.existsSync(incomingPath(id))]).toEqual([undefined, false]);
    expect(await isStored(sha256Of(VIRUS))).toBe(false);
    await scanner.stop();
  });

  test("stays while the scanner does not respond, and can be completed later", async () => {
    env().WOOEY_CLAMD = "/nowhere/clamd.ctl";
    const actor = await aPerson();
    const { id } = await createUpload(actor, { filename: "a.txt", sizeBytes: 5 });
    await append(actor, id, [0, "cl"]);
    await expect(append(actor, id, [2, "ean"])).rejects.toMatchObject({ code: "unavailable" });
    expect(await findCompleteUploads(actor, [id])).toEqual(new Map());
    delete env().WOOEY_CLAMD;
    expect(await append(actor, id, [2, "ean"])).toMatchObject({ isComplete: true });
  });
});
