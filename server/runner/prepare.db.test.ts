import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { db, pg } from "@/db/client";
import { environments } from "@/db/schema";
import { aSpec } from "@/db/testing/factories";
import { startWheelServer, type WheelServer } from "@/server/environments/testing/wheels";
import { localizeMessages } from "@/server/language/message";
import {
  aQueuedJob,
  aRunningWorker,
  ended,
  outputOf,
  requestStop,
  rowWhen,
  stopWorkers,
  until,
  workerLog,
  workingLevels,
} from "./testing/running";

const levels = await workingLevels();
const greeting = "import tinywheel\nprint(tinywheel.word)";

let wheels: WheelServer;
beforeAll(async () => {
  wheels = await startWheelServer();
});
afterEach(stopWorkers);
afterAll(() => wheels.close());

let count = 0;
/** A unique requirement: a marker that is always true distinguishes it from others. */
const aRequirement = (kind: "good" | "missing" | "stuck") =>
  `${wheels.requirement(kind)} ; python_version > "2.${count++}"`;

const asking = (requirement: string, overrides: { requiresPython?: string } = {}) => ({
  spec: aSpec([], { pep723: { dependencies: [requirement], text: "", ...overrides } }),
});

const anotherJob = (versionId: number) => aQueuedJob("", { versionId });

describe.each(levels)("a script with a PEP 723 block at level %i", (isolation) => {
  test("gets its dependencies before its first job, and finds them in the next one", async () => {
    await aRunningWorker({ isolation });
    const job = await aQueuedJob(greeting, { script: asking(aRequirement("good")) });
    const row = await ended(job);
    expect({ out: await outputOf(job, 1), error: await outputOf(job, 2) }).toEqual({
      out: "from the wheel\n",
      error: "",
    });
    expect(row).toMatchObject({ status: "completed", exitCode: 0 });
    const notes = await outputOf(job, 3);
    expect(notes).toMatch(/^Building the Python environment.*installed.*ready after/is);
    expect(row.outputBytes).toBe(notes.length + "from the wheel\n".length);
    const next = await anotherJob(job.versionId);
    expect(await ended(next)).toMatchObject({ status: "completed", outputBytes: "from the wheel\n".length });
    expect(workerLog).toEqual([]);
  });
});

describe("a job whose environment must be built", () => {
  test("uses the script's virtual environment", async () => {
    await aRunningWorker();
    const [environment] = await db
      .insert(environments)
      .values({
        name: "mine",
        pythonBinary: "python3",
        directory: "/tmp",
        requirements: `# own\n${aRequirement("good")}\n`,
      })
      .returning();
    const job = await aQueuedJob(greeting, { script: { environmentId: environment?.id ?? 0 } });
    expect(await ended(job)).toMatchObject({ status: "completed" });
    expect(await outputOf(job, 1)).toBe("from the wheel\n");
  });

  test("ends in an error with the log and the last message of the build, and the next job retries the build", async () => {
    await aRunningWorker();
    const job = await aQueuedJob(greeting, { script: asking(aRequirement("missing")) });
    const row = await ended(job);
    expect(row).toMatchObject({ status: "error", endedBy: "start", exitCode: null });
    expect(localizeMessages(row.endMessages)).toMatch(/^The Python environment could not be built: .*404/);
    expect(await outputOf(job, 3)).toContain("404");
    expect(await outputOf(job, 1)).toBe("");
    const before = wheels.requests.length;
    expect(await ended(await anotherJob(job.versionId))).toMatchObject({ status: "error", endedBy: "start" });
    expect(wheels.requests.length).toBeGreaterThan(before);
    expect(workerLog).toEqual([]);
  });

  test("ends in an error that names the Python that it needs", async () => {
    await aRunningWorker();
    const script = asking(aRequirement("good"), { requiresPython: ">=9" });
    const row = await ended(await aQueuedJob(greeting, { script }));
    expect(row).toMatchObject({ status: "error", endedBy: "start" });
    expect(localizeMessages(row.endMessages)).toContain("Python >=9");
  });

  test("can be stopped during the build, which delays no other job", async () => {
    await aRunningWorker({ slots: 2 });
    const before = wheels.requests.length;
    const job = await aQueuedJob(greeting, { script: asking(aRequirement("stuck")) });
    await until(() => wheels.requests.length > before);
    expect((await rowWhen(job, () => true)).status).toBe("running");
    expect(await ended(await aQueuedJob("print('other')"))).toMatchObject({ status: "completed" });
    const asked = performance.now();
    await requestStop(job);
    expect(await ended(job)).toMatchObject({ status: "stopped", endedBy: "user" });
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect(workerLog).toEqual([]);
  });

  test("returns to the queue when its worker stops, and keeps its notes", async () => {
    const worker = await aRunningWorker();
    const before = wheels.requests.length;
    const job = await aQueuedJob(greeting, { script: asking(aRequirement("stuck")) });
    await until(() => wheels.requests.length > before);
    await until(async () => (await outputOf(job, 3)).includes("Building"));
    await worker.stop();
    const queued = await rowWhen(job, (row) => row.status === "queued");
    const notes = await outputOf(job, 3);
    expect(queued.outputBytes).toBe(notes.length);
    await pg`update script_versions set spec = ${pg.json(asking(aRequirement("good")).spec as never)} where id = ${job.versionId}`;
    await aRunningWorker();
    expect(await ended(job)).toMatchObject({ status: "completed" });
    expect(await outputOf(job, 1)).toBe("from the wheel\n");
    expect((await outputOf(job, 3)).startsWith(notes)).toBe(true);
    expect(workerLog).toEqual([]);
  });
});
