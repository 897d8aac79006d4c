import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import { aStoredFile } from "@/db/testing/factories";
import { env } from "@/server/env";
import { contentStore, filesFolder, openContentStore } from "@/server/storage/location";
import { acceptIdentity, checkIdentity } from "./identity";

beforeEach(async () => {
  await pg`delete from settings where key in ('instance_id', 'auth_secret_fingerprint')`;
  await pg`delete from files`;
  fs.rmSync(filesFolder(), { recursive: true, force: true });
});
const ownStorage = env().WOOEY_STORAGE;
afterEach(() => {
  env().WOOEY_STORAGE = ownStorage;
});

/** The storage of another host, which the process uses from now on. */
async function anotherStorage(name: string) {
  const folder = path.join(env().WOOEY_DATA_DIR, name);
  fs.rmSync(folder, { recursive: true, force: true });
  env().WOOEY_STORAGE = folder;
  return openContentStore(folder);
}

const idOf = async () =>
  (await pg<{ value: string }[]>`select value from settings where key = 'instance_id'`)[0]?.value;

describe("the storage of an instance", () => {
  test("gets the id of the database at the first start, and is recognized later", async () => {
    await Promise.all([checkIdentity(), checkIdentity()]);
    const id = await idOf();
    expect(await (await contentStore()).readText("instance-id")).toBe(id);
    await checkIdentity();
    expect(await idOf()).toBe(id);
  });

  test("is refused if it is that of another database", async () => {
    await checkIdentity();
    await (await anotherStorage("other")).writeText("instance-id", "another");
    await expect(checkIdentity()).rejects.toThrow(/belong to another database .* docs\/scale\.md/);
  });

  test("is refused if it has none of the files of the database, and accepted with them", async () => {
    const file = await aStoredFile("content");
    await checkIdentity();
    const before = filesFolder();
    const other = await anotherStorage("empty");
    await expect(checkIdentity()).rejects.toThrow(/are not in .*empty.*WOOEY_STORAGE/);
    expect(await other.readText("instance-id")).toBeNull();
    fs.cpSync(path.join(before, file.sha256.slice(0, 2)), path.join(other.location, file.sha256.slice(0, 2)), {
      recursive: true,
    });
    await checkIdentity();
    expect(await other.readText("instance-id")).toBe(await idOf());
  });

  test("of an older version, without an id, is accepted with its files", async () => {
    await aStoredFile("content");
    await checkIdentity();
    expect(await (await contentStore()).readText("instance-id")).toBe(await idOf());
  });

  test("can be accepted after the files were lost", async () => {
    await aStoredFile("content");
    await checkIdentity();
    const other = await anotherStorage("new");
    await expect(checkIdentity()).rejects.toThrow(/accept-host/);
    await acceptIdentity();
    await checkIdentity();
    expect(await other.readText("instance-id")).toBe(await idOf());
  });
});

describe("the secret of an instance", () => {
  test("is refused if it is not that of the first start, until it is accepted", async () => {
    await checkIdentity();
    await pg`update settings set value = '"another"' where key = 'auth_secret_fingerprint'`;
    await expect(checkIdentity()).rejects.toThrow(
      /AUTH_SECRET is not that of this database.*Set AUTH_SECRET to the same/,
    );
    await acceptIdentity();
    await checkIdentity();
  });

  test("cannot be read from the database", async () => {
    await checkIdentity();
    const rows = await pg<{ value: string }[]>`select value from settings where key = 'auth_secret_fingerprint'`;
    const secret = fs.readFileSync(path.join(env().WOOEY_DATA_DIR, "auth-secret"), "utf8");
    expect(secret).not.toContain(rows[0]?.value);
  });
});
