import fs from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { actorOf, anEnvironment, aScript, aSpec, aStaffUser, aUser } from "@/db/testing/factories";
import { listAudit } from "@/server/audit/list";
import { patchEnvironment } from "@/server/environments/environments";
import { environmentFolder } from "@/server/environments/folder";
import { buildEnvironment, deleteBuiltEnvironment, deleteEnvironment } from "@/server/environments/manage";
import { listOrdered } from "@/server/environments/orders";
import { findShownEnvironment, getEnvironmentOverview } from "@/server/environments/overview";
import { startWheelServer, type WheelServer } from "@/server/environments/testing/wheels";
import { englishOf } from "@/server/language/message";
import { deleteScript } from "@/server/scripts/delete";
import { aQueuedJob, aRunningWorker, ended, printed, requestStop, stopWorkers, until } from "./testing/running";

let wheels: WheelServer;
let staff: Awaited<ReturnType<typeof actorOf>>;
beforeAll(async () => {
  wheels = await startWheelServer();
  staff = await actorOf(await aStaffUser());
});
afterEach(stopWorkers);
afterAll(() => wheels.close());

let count = 0;
const aRequirement = (kind: "good" | "missing" | "stuck") =>
  `${wheels.requirement(kind)} ; python_version > "2.${count++}"`;
const asking = (requirement: string) => ({ spec: aSpec([], { pep723: { dependencies: [requirement], text: "" } }) });

/** Waits until a virtual environment has this state, and returns what staff see of it. */
async function shownWhen(environmentId: number, state: string) {
  const find = () => findShownEnvironment(staff, { environmentId });
  await until(async () => (await find())?.shown.state === state);
  const found = await find();
  if (!found) throw new Error("It is gone.");
  return found;
}

/** Why an environment could not be built. */
async function problemOf({ id }: { id: number }): Promise<string> {
  const problem = (await shownWhen(id, "failed")).shown.built?.problem;
  return problem ? englishOf(problem) : "";
}

describe("buildEnvironment", () => {
  test("runs in a worker, and the page shows the log while it runs", async () => {
    await aRunningWorker();
    const stuck = await anEnvironment({ pythonBinary: "python3", requirements: aRequirement("stuck") });
    await buildEnvironment(staff, { environmentId: stuck.id });
    expect((await shownWhen(stuck.id, "building")).log).toContain("Building the Python environment");
    await expect(buildEnvironment(staff, { environmentId: stuck.id })).rejects.toMatchObject({ code: "conflict" });
    await stopWorkers();
    await deleteEnvironment(staff, stuck.id); // Otherwise the next worker would build it.
  });

  test("rebuilds an environment; its page shows size, usage and scripts", async () => {
    await aRunningWorker();
    const environment = await anEnvironment({ pythonBinary: "python3", requirements: aRequirement("good") });
    const script = await aScript({ environmentId: environment.id });
    expect((await shownWhen(environment.id, "missing")).log).toBe("");
    await buildEnvironment(staff, { environmentId: environment.id });
    const { shown, log } = await shownWhen(environment.id, "ready");
    expect(log).toContain("is ready after");
    expect(shown.scripts).toEqual([{ slug: script.slug, name: script.name }]);
    expect(shown.built?.sizeBytes).toBeGreaterThan(1_000);
    expect(shown.built?.lastUsedAt).toBeInstanceOf(Date);
    const before = wheels.requests.length;
    expect(await buildEnvironment(staff, { environmentId: environment.id })).toEqual({ isWorkerOnline: true });
    await until(() => wheels.requests.length > before);
  }, 60_000); // It builds twice.

  test("builds the requirements of a PEP 723 block once for all scripts with the same ones", async () => {
    await aRunningWorker();
    const requirement = aRequirement("good");
    const first = await aScript(asking(requirement));
    const second = await aScript(asking(requirement));
    const find = async () =>
      (await getEnvironmentOverview(staff)).ofBlocks.find((each) => each.requirements.includes(requirement));
    expect(await find()).toMatchObject({ state: "missing", versionIds: expect.arrayContaining([first.version.id]) });
    await buildEnvironment(staff, { versionId: second.version.id });
    await until(async () => (await find())?.state === "ready");
    expect((await find())?.scripts.map((each) => each.slug)).toEqual([first.slug, second.slug].sort());
    const key = (await find())?.built?.key ?? "";
    expect((await findShownEnvironment(staff, { key }))?.log).toContain("is ready after");
  });

  test("shows on the page why there is no interpreter, and why a build failed", async () => {
    await aRunningWorker();
    const nowhere = await anEnvironment({ pythonBinary: "/no/such/python", requirements: "x" });
    await buildEnvironment(staff, { environmentId: nowhere.id });
    expect(await problemOf(nowhere)).toContain("is not a Python 3.8");
    const missing = await anEnvironment({ pythonBinary: "python3", requirements: aRequirement("missing") });
    await buildEnvironment(staff, { environmentId: missing.id });
    expect(await problemOf(missing)).toContain("404");
  });

  test("waits for the first worker, and builds once no matter how often it was ordered", async () => {
    const server = await startWheelServer();
    const requirement = server.requirement("good");
    const environment = await anEnvironment({ pythonBinary: "python3", requirements: requirement });
    const script = await aScript(asking(requirement));
    const target = { environmentId: environment.id };
    expect(await buildEnvironment(staff, target)).toEqual({ isWorkerOnline: false });
    await buildEnvironment(staff, target);
    await buildEnvironment(staff, { versionId: script.version.id });
    const blocks = async () => (await getEnvironmentOverview(staff)).ofBlocks;
    const ofScript = async () => (await blocks()).find((each) => each.versionIds.includes(script.version.id))?.state;
    expect([(await shownWhen(environment.id, "ordered")).log, await ofScript()]).toEqual(["", "ordered"]);
    await aRunningWorker();
    await shownWhen(environment.id, "ready");
    await until(async () => (await ofScript()) === "ready");
    await until(async () => (await listOrdered()).length === 0);
    expect(server.requests).toHaveLength(2);
    await server.close();
  });

  test("is claimed by another worker when its worker stops during the build", async () => {
    const server = await startWheelServer();
    const requirements = server.requirement("stuck");
    const environment = await anEnvironment({ pythonBinary: "python3", requirements });
    await aRunningWorker();
    await buildEnvironment(staff, { environmentId: environment.id });
    await until(() => server.requests.length === 1);
    await stopWorkers();
    expect(await listOrdered()).toContainEqual(expect.objectContaining({ environmentId: environment.id }));
    server.unstick();
    await aRunningWorker();
    await shownWhen(environment.id, "ready");
    await server.close();
  });

  test("is deleted together with the virtual environment, or with the version", async () => {
    const environment = await anEnvironment({ requirements: "x" });
    await buildEnvironment(staff, { environmentId: environment.id });
    await deleteEnvironment(staff, environment.id);
    expect(await listOrdered()).toEqual([]);
    const script = await aScript(asking("y"));
    await buildEnvironment(staff, { versionId: script.version.id });
    await deleteScript(staff, script.slug, { confirmation: script.name });
    await aRunningWorker();
    await until(async () => (await listOrdered()).length === 0);
  });

  test("is refused without packages, without an environment, and for other users", async () => {
    const environment = await anEnvironment({ requirements: "x" });
    const target = { environmentId: environment.id };
    const plain = await anEnvironment({ requirements: "# nothing" });
    expect((await shownWhen(plain.id, "plain")).shown.built).toBeNull();
    await expect(buildEnvironment(staff, { environmentId: plain.id })).rejects.toMatchObject({ code: "conflict" });
    await expect(buildEnvironment(staff, { environmentId: 0 })).rejects.toMatchObject({ code: "not_found" });
    const user = await actorOf(await aUser());
    await expect(buildEnvironment(user, target)).rejects.toMatchObject({ code: "forbidden" });
    await expect(getEnvironmentOverview(user)).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteEnvironment(user, environment.id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(deleteBuiltEnvironment(user, "0".repeat(64))).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("deleting environments", () => {
  test("is refused while a job runs in one, and deletes its build otherwise", async () => {
    await aRunningWorker();
    const environment = await anEnvironment({ pythonBinary: "python3", requirements: aRequirement("good") });
    const source = "import time\nprint('on', flush=True)\ntime.sleep(60)";
    const job = await aQueuedJob(source, { script: { environmentId: environment.id } });
    await printed(job, "on");
    const { shown } = await shownWhen(environment.id, "ready");
    const key = shown.built?.key ?? "";
    for (const refused of [() => deleteEnvironment(staff, environment.id), () => deleteBuiltEnvironment(staff, key)]) {
      await expect(refused()).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining(`Job ${job.id}`),
      });
    }
    await shownWhen(environment.id, "ready");
    await requestStop(job, { kill: true });
    await ended(job);
    await deleteEnvironment(staff, environment.id);
    expect(await findShownEnvironment(staff, { environmentId: environment.id })).toBeNull();
    expect(fs.existsSync(environmentFolder(key).root)).toBe(false);
    await expect(deleteEnvironment(staff, environment.id)).rejects.toMatchObject({ code: "not_found" });
    const [entry] = (await listAudit(staff, { target: `environment:${environment.id}` })).rows;
    expect(entry).toMatchObject({ action: "environment.delete", detail: { scripts: [shown.scripts[0]?.slug] } });
  });

  test("keeps a build that another environment shares, and lists unused builds until they are deleted", async () => {
    await aRunningWorker();
    const requirements = aRequirement("good");
    const [one, other] = [
      await anEnvironment({ pythonBinary: "python3", requirements }),
      await anEnvironment({ pythonBinary: "python3", requirements }),
    ];
    await buildEnvironment(staff, { environmentId: one.id });
    await shownWhen(one.id, "ready");
    await deleteEnvironment(staff, one.id);
    const { shown } = await shownWhen(other.id, "ready");
    const key = shown.built?.key ?? "";
    await patchEnvironment(staff, other.id, { requirements: "something-else" });
    const left = () => getEnvironmentOverview(staff).then((all) => all.left.map((each) => each.built?.key));
    expect(await left()).toContain(key);
    await deleteBuiltEnvironment(staff, key);
    expect(await left()).not.toContain(key);
    await expect(deleteBuiltEnvironment(staff, key)).rejects.toMatchObject({ code: "not_found" });
  });
});
