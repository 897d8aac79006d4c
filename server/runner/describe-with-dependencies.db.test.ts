import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { db } from "@/db/client";
import { scriptVersions } from "@/db/schema";
import { aSpec, aStoredFile } from "@/db/testing/factories";
import { startWheelServer, type WheelServer } from "@/server/environments/testing/wheels";
import { describeByWorker } from "@/server/scripts/describe-upload";
import { aQueuedJob, aRunningWorker, ended, stopWorkers, workerLog } from "./testing/running";

let wheels: WheelServer;
beforeAll(async () => {
  wheels = await startWheelServer();
});
afterEach(stopWorkers);
afterAll(() => wheels.close());

const script = (requirement: string) => `# /// script
# dependencies = [${JSON.stringify(requirement)}]
# ///
import argparse, tinywheel
parser = argparse.ArgumentParser(description=str(tinywheel.word))
parser.add_argument("--word", default=str(tinywheel.word))
parser.parse_args()
`;

const cannotBeInstalled = {
  code: "dependencies",
  message: "The packages of its PEP 723 block cannot be installed: {reason}",
  values: { reason: expect.stringContaining("404") },
};

test("reads an uploaded script with its PEP 723 dependencies", async () => {
  await aRunningWorker();
  const { sha256 } = await aStoredFile(script(wheels.requirement("good")));
  const report = await describeByWorker({ sha256, filename: "script.py", ignoreBadImports: true });
  expect(report.spec).toMatchObject({ engine: "argparse", stubbed: [], command: { description: "from the wheel" } });
  expect(workerLog).toEqual([]);
});

test("reads an uploaded script with stand-ins if its dependencies cannot be installed", async () => {
  await aRunningWorker();
  const { sha256 } = await aStoredFile(script(wheels.requirement("missing")));
  const report = await describeByWorker({ sha256, filename: "script.py", ignoreBadImports: true });
  expect(report.spec).toMatchObject({ engine: "argparse", stubbed: ["tinywheel"] });
  expect(report.spec?.warnings).toContainEqual(cannotBeInstalled);
});

const unreadable = (requirement: string) => `# /// script
# dependencies = [${JSON.stringify(requirement)}]
# ///
import argparse, tinywheel
argparse.ArgumentParser(description=tinywheel.word).parse_args()
`;

test("reads an unreadable script again with its dependencies, or reports why they cannot be installed", async () => {
  await aRunningWorker();
  const read = async (kind: "good" | "missing") => {
    const { sha256 } = await aStoredFile(unreadable(`${wheels.requirement(kind)} ; python_version > "2.6"`));
    return describeByWorker({ sha256, filename: "script.py", ignoreBadImports: false });
  };
  expect((await read("good")).spec).toMatchObject({ method: "runtime", command: { description: "from the wheel" } });
  const { spec, error } = await read("missing");
  expect(spec).toBeNull();
  expect(error).toEqual(cannotBeInstalled);
});

test("reads a script that was read with stand-ins again after its first job has built the environment", async () => {
  await aRunningWorker();
  const requirement = `${wheels.requirement("good")} ; python_version > "2.1"`;
  const spec = aSpec([], { stubbed: ["tinywheel"], pep723: { dependencies: [requirement], text: "" } });
  const job = await aQueuedJob(script(requirement), { script: { spec } });
  expect(await ended(job)).toMatchObject({ status: "completed" });
  const [version] = await db.select().from(scriptVersions).where(eq(scriptVersions.id, job.versionId));
  expect(version?.spec).toMatchObject({ engine: "argparse", stubbed: [], command: { description: "from the wheel" } });
  expect(workerLog).toEqual([]);
});

test.each([true, false])(
  "reads a script of which only the source could be read completely with its dependencies (stand-ins: %s)",
  async (ignore) => {
    await aRunningWorker();
    const requirement = `${wheels.requirement("good")} ; python_version > "2.${ignore ? 2 : 3}"`;
    const { sha256 } = await aStoredFile(script(requirement));
    const report = await describeByWorker({ sha256, filename: "script.py", ignoreBadImports: ignore });
    expect(report.spec).toMatchObject({ method: "runtime", stubbed: [], warnings: [] });
  },
);

test("reads a script that was read only from its source again after its first job has built the environment", async () => {
  await aRunningWorker();
  const requirement = `${wheels.requirement("good")} ; python_version > "2.4"`;
  const spec = aSpec([], { method: "static", pep723: { dependencies: [requirement], text: "" } });
  const job = await aQueuedJob(script(requirement), { script: { spec } });
  expect(await ended(job)).toMatchObject({ status: "completed" });
  const [version] = await db.select().from(scriptVersions).where(eq(scriptVersions.id, job.versionId));
  expect(version?.spec).toMatchObject({ method: "runtime", command: { description: "from the wheel" } });
});
