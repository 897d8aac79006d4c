import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { uploads } from "@/db/schema/uploads";
import { actorOf, anAnonymous, anApiKey, aUser } from "@/db/testing/factories";
import type { Actor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { storedPath } from "@/server/storage/location";
import { isStored, openStored } from "@/server/storage/store";
import { startDouble, VIRUS } from "@/server/storage/testing/clamd";
import { receiveUpload } from "./receive";
import { findCompleteUploads } from "./use";

const limits = { ...env() };
afterEach(() => {
  delete env().WOOEY_CLAMD; // It is not among the limits, because it is not set at first.
  Object.assign(env(), limits);
});

const sha256Of = (content: string) => createHash("sha256").update(content).digest("hex");
const of = (content: string, sizeBytes: number | null = content.length) => ({
  filename: "reads.fa",
  sizeBytes,
  source: Readable.from([Buffer.from(content)]),
});
const countUploads = () => db.$count(uploads);
const incoming = () => fs.readdirSync(path.join(path.dirname(path.dirname(storedPath("0".repeat(64)))), "incoming"));

describe("receiveUpload", () => {
  test.each([[9], [null]])("stores a whole file, whose sender says its size as %s", async (sizeBytes) => {
    const actor = await actorOf(await aUser());
    const content = sizeBytes === null ? "no length" : "of length";
    const made = await receiveUpload(actor, { ...of(content, sizeBytes), filename: "../a b.fa" });
    expect(made).toMatchObject({ filename: "a b.fa", sizeBytes: 9, receivedBytes: 9, isComplete: true });
    expect(made.expiresAt.getTime() - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
    const found = (await findCompleteUploads(actor, [made.id])).get(made.id);
    expect(found?.content).toMatchObject({ sha256: sha256Of(content), sizeBytes: 9 });
    expect(await text(openStored(sha256Of(content)))).toBe(content);
    expect((await findCompleteUploads(await actorOf(await aUser()), [made.id])).size).toBe(0);
  });

  test("an empty file", async () => {
    const made = await receiveUpload(await actorOf(await aUser()), of(""));
    expect(made).toMatchObject({ sizeBytes: 0, isComplete: true });
  });

  test("keeps nothing of one that breaks off", async () => {
    const before = await countUploads();
    const source = new PassThrough();
    const received = receiveUpload(await actorOf(await aUser()), { filename: "x", sizeBytes: 100, source });
    source.write("a part of it");
    await expect.poll(() => incoming().length).toBeGreaterThan(0);
    source.destroy(new Error("aborted"));
    await expect(received).rejects.toMatchObject({ code: "invalid" });
    expect([await countUploads(), await isStored(sha256Of("a part of it"))]).toEqual([before, false]);
  });

  test.each<[string, (actor: Actor) => Promise<unknown>, string]>([
    ["a size above the limit", (actor) => receiveUpload(actor, of("x", 11)), "limit"],
    ["more bytes than the limit", (actor) => receiveUpload(actor, of("twelve bytes", null)), "limit"],
    ["a virus", (actor) => receiveUpload(actor, of(VIRUS, null)), "invalid"],
  ])("refuses %s, and keeps nothing", async (what, receive, code) => {
    if (what === "a virus") Object.assign(env(), { WOOEY_CLAMD: (await startDouble()).address });
    else Object.assign(env(), { WOOEY_LIMIT_UPLOAD: 10 });
    const actor = await actorOf(await aUser());
    await expect(receive(actor)).rejects.toMatchObject({ code });
    expect(await db.$count(uploads, eq(uploads.ownerId, actor.user.id))).toBe(0);
  });

  test("refuses more open uploads than are allowed, before and after the bytes", async () => {
    const actor = await actorOf(await aUser());
    Object.assign(env(), { WOOEY_LIMIT_OPEN_UPLOADS_SIZE: 20 });
    await receiveUpload(actor, of("twelve bytes"));
    await expect(receiveUpload(actor, of("twelve bytes"))).rejects.toMatchObject({ code: "limit" });
    await expect(receiveUpload(actor, of("other twelve", null))).rejects.toMatchObject({ code: "limit" });
    expect(await isStored(sha256Of("other twelve"))).toBe(false);
  });

  test("refuses keys that do not run, and visitors where they may not", async () => {
    const { user } = await actorOf(await aUser());
    const { id: apiKeyId } = await anApiKey({ userId: user.id });
    const reader: Actor = { kind: "apiKey", user, apiKeyId, access: { scopes: ["read"], scriptIds: null } };
    await expect(receiveUpload(reader, of("x"))).rejects.toMatchObject({ code: "forbidden" });
    Object.assign(env(), { WOOEY_ALLOW_ANONYMOUS: false });
    await expect(receiveUpload(anAnonymous(), of("x"))).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
