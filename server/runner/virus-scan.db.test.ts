import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { type Job, jobFiles } from "@/db/schema";
import { aJob, aJobFile, aParameter, aSpec } from "@/db/testing/factories";
import { systemActor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { archiveJob } from "@/server/jobs/archive";
import { getJobFile } from "@/server/jobs/download";
import { listEarlierFiles } from "@/server/jobs/earlier-files";
import { readFileHeads } from "@/server/jobs/file-heads";
import { listFilesOf } from "@/server/jobs/files";
import { findInputs } from "@/server/jobs/inputs";
import { readTable } from "@/server/jobs/table-rows";
import { STREAM_BYTES_MAX, startDouble, type TestScanner, VIRUS, VIRUS_NAME } from "@/server/storage/testing/clamd";
import { scanPendingFiles } from "./pending-scans";
import { aQueuedJob, aRunningWorker, ended, stopWorkers } from "./testing/running";

let scanner: TestScanner | null = null;
afterEach(async () => {
  await stopWorkers();
  await scanner?.stop();
  scanner = null;
  delete env().WOOEY_CLAMD;
});

async function useScanner(): Promise<void> {
  scanner = await startDouble();
  env().WOOEY_CLAMD = scanner.address;
}

const rowsOf = (job: { id: number }) =>
  db.select().from(jobFiles).where(eq(jobFiles.jobId, job.id)).orderBy(jobFiles.path);

const twoFiles = `open("a.txt", "w").write("clean")\nopen("b.txt", "w").write("${VIRUS}")`;

async function runs(source: string): Promise<Job> {
  await aRunningWorker();
  return ended(await aQueuedJob(source));
}

describe("the files of a job with a virus scanner", () => {
  test("are kept if they are clean, and listed without their content if they are infected", async () => {
    await useScanner();
    const job = await runs(twoFiles);
    expect(await rowsOf(job)).toMatchObject([
      { path: "a.txt", sizeBytes: 5, scanState: "passed", virus: null },
      { path: "b.txt", sizeBytes: 0, scanState: "infected", virus: VIRUS_NAME },
    ]);
    expect((await listFilesOf(job.id, { showsInputs: false })).map(({ path, withheld }) => [path, withheld])).toEqual([
      ["a.txt", null],
      ["b.txt", `The virus scanner found ${VIRUS_NAME} in this file, so it was not kept.`],
    ]);
  });

  test("are listed and withheld if the scanner refuses their size", async () => {
    await useScanner();
    const job = await runs(`open("large.bin", "w").write("x" * ${STREAM_BYTES_MAX * 4})`);
    // The double closes the connection, so that its reply can get lost; then the scan is repeated.
    await scanPendingFiles();
    expect(await rowsOf(job)).toMatchObject([{ scanState: "too_large", sizeBytes: STREAM_BYTES_MAX * 4 }]);
  });

  test("are withheld while the scanner does not respond, and scanned later", async () => {
    env().WOOEY_CLAMD = "/nowhere/clamd.ctl";
    const job = await runs(twoFiles);
    const states = async () => (await rowsOf(job)).map(({ scanState, sizeBytes }) => [scanState, sizeBytes]);
    expect((await states()).map(([state]) => state)).toEqual(["pending", "pending"]);
    await scanPendingFiles();
    expect((await states()).map(([state]) => state)).toEqual(["pending", "pending"]);
    await useScanner();
    await scanPendingFiles();
    expect(await states()).toEqual([
      ["passed", 5],
      ["infected", 0],
    ]);
  });
});

describe.each([
  ["infected", "forbidden"],
  ["too_large", "forbidden"],
  ["pending", "unavailable"],
] as const)("a file of a job that is %s", (scanState, code) => {
  const aWithheldFile = async () => {
    const job = await aJob({ status: "completed" });
    const file = await aJobFile(job, { path: "t.csv", kind: "table", content: "a,b\n1,2\n", scanState, virus: "X" });
    return { job, file, address: { job: String(job.id), file: String(file.id) } };
  };

  test("is neither downloaded, nor previewed, nor put into an archive", async () => {
    const { job, file, address } = await aWithheldFile();
    await aJobFile(job, { path: "other.txt", content: "other" });
    await expect(getJobFile(systemActor, address)).rejects.toMatchObject({ code });
    const page = { at: 0, sort: null, isDescending: false };
    await expect(readTable(systemActor, address, page)).rejects.toMatchObject({ code });
    const heads = await readFileHeads(systemActor, address.job, { fileIds: [file.id], bytesMax: 100 });
    expect(heads.size).toBe(0);
    const chunks: Uint8Array[] = [];
    for await (const chunk of archiveJob({ id: job.id, name: "x" }, "zip").open()) chunks.push(chunk);
    const archive = Buffer.concat(chunks).toString("latin1");
    expect(archive).toContain("other.txt");
    expect(archive).not.toContain("t.csv");
  });

  test("is not passed to another job", async () => {
    const { file } = await aWithheldFile();
    const spec = aSpec([aParameter("reads", { widget: "file" })]);
    const reference = `file:${file.id}`;
    const found = await findInputs(systemActor, spec, { values: { reads: reference }, uploads: [] });
    expect(found.inputs.size).toBe(0);
    expect(Object.keys(found.errors)).toEqual(["reads"]);
    expect((await listEarlierFiles(systemActor, "t.csv")).map((each) => each.reference)).not.toContain(reference);
  });
});
