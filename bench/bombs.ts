import os from "node:os";
import type { IsolationLevel } from "@/server/sandbox/command";
import { pause, startBenchRunner } from "./runner-environment";

// How much a job that takes all it can get slows another one: npx tsx --conditions=react-server bench/bombs.ts [LEVEL] [JOBS]
// Each figure is compared with the same job alone, measured right before and right after.
const LIMITS = { memoryBytes: 400 * 2 ** 20, processes: 128 };

const bombs = {
  "starts processes without end": "import os\nwhile True:\n  try: os.fork()\n  except OSError: pass\n",
  "computes in 64 processes": "import os\nfor n in range(6): os.fork()\nwhile True: pass\n",
  "does so in 64 sessions": "import os\nfor n in range(6):\n  if os.fork() == 0: os.setsid()\nwhile True: pass\n",
  "fills its memory":
    "import os\nwhile True:\n  if os.fork() == 0: os._exit(len([os.urandom(10_000_000) for n in range(20)]))\n  os.wait()\n",
};

const jobs = Number(process.argv[3] ?? 15);
const level = ([0, 1, 2, 3] as const).find((each) => String(each) === (process.argv[2] ?? "3")) ?? 3;
const runner = await startBenchRunner(level satisfies IsolationLevel, 4);
try {
  console.log(`Isolation level ${level}, ${os.cpus().length} cores, load ${os.loadavg()[0]?.toFixed(1)}`);
  const [worker] = await runner.pg<{ cgroups: boolean; reason: string }[]>`
    select cgroups, cgroups_reason as reason from workers`;
  console.log(worker?.cgroups ? "Control groups limit the runs." : `No control groups: ${worker?.reason}`);
  const trivial = await runner.addScript("print('x')\n");
  await medianMs(trivial);
  for (const [name, source] of Object.entries(bombs)) {
    const before = await medianMs(trivial);
    const bomb = await runner.submit(await runner.addScript(source, { limits: LIMITS }));
    await runner.until(bomb, "running");
    await pause(1_000);
    const neighbour = await medianMs(trivial);
    await runner.stop(bomb, { kill: true });
    const alone = (before + (await medianMs(trivial))) / 2;
    const figure = `${Math.round(neighbour)} ms; alone ${Math.round(alone)} ms`;
    console.log(
      `next to one that ${name.padEnd(30)} ${figure.padEnd(30)} ${(neighbour / alone).toFixed(2)} × alone (≤ 2)`,
    );
  }
} finally {
  await runner.close();
}

/** The median time from the submission of a job to its end. */
async function medianMs(versionId: number): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < jobs; n++) {
    const submittedAt = performance.now();
    await runner.endOf(await runner.submit(versionId));
    times.push(performance.now() - submittedAt);
  }
  return times.sort((a, b) => a - b)[jobs >> 1] ?? 0;
}
