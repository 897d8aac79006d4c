import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { findFreePort } from "@/bin/programs/port";
import { openClient } from "@/bin/programs/testing/client";
import { type BuiltImage, buildImage } from "./build-image";
import { type Container, startContainer } from "./container";
import { execute } from "./execute";

const MB = 1_000_000;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-image-"));
const data = path.join(folder, "data");
let image: BuiltImage;
let container: Container;
let url: string;

beforeAll(async () => {
  image = await buildImage(path.join(folder, "stages"), (line) => console.log(line));
  fs.mkdirSync(data);
  const [, uid = ""] = /^wooey:x:(\d+):/m.exec(fs.readFileSync(path.join(image.root, "etc/passwd"), "utf8")) ?? [];
  fs.chownSync(data, Number(uid), Number(uid));
  const port = await findFreePort("127.0.0.1", 23_000);
  url = `http://127.0.0.1:${port}`;
  // On loopback, which would allow any isolation.
  const env = { HOST: "127.0.0.1", PORT: String(port), WOOEY_MINIMUM_ISOLATION: "3", WOOEY_ENABLE_API_KEYS: "true" };
  container = await startContainer(image, { data, env });
  await vi.waitFor(() => expect(container.log()).toContain("Wooey is ready"), 120_000);
});

afterAll(async () => {
  await container?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

test("it has at most 450 MB", async () => {
  const bytes = Number((await execute("du", ["-s", "--apparent-size", "--block-size=1", image.root])).split("\t")[0]);
  console.log(`The image has ${Math.round(bytes / MB)} MB.`);
  expect(bytes).toBeLessThan(450 * MB);
});

test("doctor finds nothing missing, and the highest isolation", async () => {
  const report = await container.execute(["wooey", "doctor"]);
  expect(report).toContain("Script isolation: level 3 of 3");
  expect(report).toContain("Wooey can run here.");
});

test("a job runs in it, and pages and the client are there", async () => {
  const key = await container.execute(["wooey", "api-key", "create", "--user", "admin", "--name", "image"]);
  const client = openClient(url, key.trim());
  const id = await client.submit({ slug: "calendar-sheet", name: "in the image", input: { month: 5 } });
  expect(await client.waitForEnd(id)).toBe("completed");
  for (const address of ["/", "/scripts/calendar-sheet/", "/cli/wooey.mjs", "/icon.svg"])
    expect((await fetch(url + address)).status, address).toBe(200);
});

test("uv is there, which builds environments faster", async () => {
  expect(await container.execute(["uv", "--version"])).toMatch(/^uv \d/);
});

test("it prints no error, and writes below /data alone", () => {
  expect(container.log()).not.toMatch(/error|EROFS|Cannot find/i);
});
