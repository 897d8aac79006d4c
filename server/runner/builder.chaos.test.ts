import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actorOf, anEnvironment, aStaffUser } from "@/db/testing/factories";
import { environmentFolder } from "@/server/environments/folder";
import { buildEnvironment } from "@/server/environments/manage";
import { listOrdered } from "@/server/environments/orders";
import { findShownEnvironment } from "@/server/environments/overview";
import { startWheelServer, type WheelServer } from "@/server/environments/testing/wheels";
import { processesWith } from "@/server/processes";
import { until } from "./testing/running";
import { killWorkerProcesses, startWorkerProcess } from "./testing/worker-processes";

const ENVIRONMENTS = 8;
const KILLS_MIN = 4;

let wheels: WheelServer;
let staff: Awaited<ReturnType<typeof actorOf>>;
beforeAll(async () => {
  wheels = await startWheelServer();
  staff = await actorOf(await aStaffUser());
});
afterAll(async () => {
  killWorkerProcesses();
  await wheels.close();
});

let count = 0;
const anOrder = async (kind: "good" | "stuck" = "good") => {
  const requirements = `${wheels.requirement(kind)} ; python_version > "2.${count++}"`;
  const { id } = await anEnvironment({ pythonBinary: "python3", requirements });
  await buildEnvironment(staff, { environmentId: id });
  return id;
};
const find = async (environmentId: number) => (await findShownEnvironment(staff, { environmentId }))?.shown;
const isReady = async (environmentId: number) => (await find(environmentId))?.state === "ready";

describe("orders to build an environment, when workers are killed", () => {
  test("before the worker starts: the next worker builds", async () => {
    const first = startWorkerProcess();
    await first.ready;
    first.child.kill("SIGSTOP"); // It is online and receives nothing more.
    const id = await anOrder();
    first.child.kill("SIGKILL");
    startWorkerProcess();
    await until(() => isReady(id));
    killWorkerProcesses();
  });

  test("in the middle of the build: the next worker ends its remaining processes and starts over", async () => {
    const first = startWorkerProcess();
    await first.ready;
    const id = await anOrder("stuck");
    await until(() => wheels.requests.some((url) => url.startsWith("/stuck/")));
    const mark = `WOOEY_BUILD=${environmentFolder((await find(id))?.built?.key ?? "").root}`;
    expect(processesWith(mark)).not.toEqual([]);
    first.child.kill("SIGKILL");
    wheels.unstick();
    startWorkerProcess();
    await until(() => isReady(id));
    expect(processesWith(mark)).toEqual([]);
    killWorkerProcesses();
  });

  test(`at any time: all ${ENVIRONMENTS} orders are completed, and none remain`, async () => {
    const workers = [startWorkerProcess(), startWorkerProcess()];
    const ids = await Promise.all(Array.from({ length: ENVIRONMENTS }, () => anOrder()));
    for (let kills = 0; kills < KILLS_MIN; kills++) {
      const index = kills % workers.length;
      await workers[index]?.ready;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 1000));
      workers[index]?.child.kill("SIGKILL");
      workers[index] = startWorkerProcess();
    }
    await until(async () => (await Promise.all(ids.map(isReady))).every(Boolean));
    await until(async () => (await listOrdered()).length === 0);
  });
});
