import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { env } from "@/server/env";
import { storedPath } from "@/server/storage/location";
import { storeStream } from "@/server/storage/store";
import type { ClaimedJob } from "./claim";
import { makeRunFolder, runFolder } from "./folder";
import { tightenPermissions } from "./tighten";

const data = env().WOOEY_DATA_DIR;

const isRoot = process.getuid?.() === 0;
const [userId, otherUserId] = isRoot ? [1_234_567, 1_234_568] : [null, null];
const modeOf = (file: string) => (fs.statSync(file).mode & 0o777).toString(8);

async function aRunFolder(id: number) {
  const { sha256 } = await storeStream(Readable.from([Buffer.from("content")]), 100);
  const job = { id, filename: "script.py", sha256, inputs: [{ id: 5, path: "input.txt", sha256 }] };
  const folder = runFolder(id, 1);
  // makeRunFolder reads nothing else of a job.
  const { inputs, script } = await makeRunFolder(folder, job as unknown as ClaimedJob, userId ?? null);
  return { folder, script, input: inputs.get(5) ?? "", stored: storedPath(sha256) };
}

/** The files that a user with the groups of a run can read. */
function readableBy(user: number, files: string[]): string[] {
  const command = ["--reuid", String(user), "--regid", String(user), "--clear-groups", "--", "cat"];
  return files.filter((file) => {
    try {
      return execFileSync("setpriv", [...command, file], { stdio: "pipe" }).toString() === "content";
    } catch {
      return false;
    }
  });
}

test("a run folder and stored files are closed to everyone but the server and the user of the run", async () => {
  const { folder, script, input, stored } = await aRunFolder(1);
  expect([modeOf(path.join(data, "files")), modeOf(stored)]).toEqual(["700", "600"]);
  expect([modeOf(folder.root), modeOf(script), modeOf(input)]).toEqual(
    isRoot ? ["710", "440", "440"] : ["700", "400", "400"],
  );
  if (userId === null || otherUserId === null) return;
  expect(readableBy(userId, [script, input, stored])).toEqual([script, input]);
  expect(readableBy(otherUserId, [script, input, stored])).toEqual([]);
});

test("files that an older version has left open to other users are closed", async () => {
  const { folder, input, stored } = await aRunFolder(2);
  fs.writeFileSync(path.join(folder.root, "run.json"), JSON.stringify({ mark: "A=b", userId, level: 1 }));
  for (const opened of [folder.root, path.join(data, "files"), path.dirname(stored)]) fs.chmodSync(opened, 0o755);
  fs.chownSync(folder.root, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
  for (const file of [input, stored]) fs.chmodSync(file, 0o444);
  tightenPermissions();
  expect([modeOf(folder.root), modeOf(path.join(data, "files"))]).toEqual([isRoot ? "710" : "700", "700"]);
  if (userId === null || otherUserId === null) return;
  expect(readableBy(userId, [input, stored])).toEqual([input]);
  expect(readableBy(otherUserId, [input, stored])).toEqual([]);
});
