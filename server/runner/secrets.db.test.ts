import fs from "node:fs";
import { afterEach, expect, test } from "vitest";
import { pg } from "@/db/client";
import { aParameter, aSpec } from "@/db/testing/factories";
import { sealSecret } from "@/server/jobs/secrets";
import { nextRows, openOutput, storeRows } from "./output";
import { aQueuedJob, aRunningWorker, ended, outputOf, stopWorkers, until } from "./testing/running";

afterEach(stopWorkers);

const secret = "hunter2 é";
const utf8 = (latin1: string) => Buffer.from(latin1, "latin1").toString();

test("a script gets its secret, and its output is stored without the secret, no matter how it is split", async () => {
  await aRunningWorker();
  const source = `
import os, sys, time
secret = sys.argv[1].split("=")[1].encode()
for byte in b"is " + secret + b"!":
    os.write(1, bytes([byte]))
    time.sleep(0.03)
os.write(2, b"whole " + secret * 3 + secret[:4])
print(len(secret))
`;
  const sealed = sealSecret(secret);
  const job = await aQueuedJob(source, { argv: [`--token=${sealed}`], values: { token: sealed } });
  expect(await ended(job)).toMatchObject({ status: "completed" });
  expect(utf8(await outputOf(job, 1))).toBe("is ••••!10\n");
  expect(utf8(await outputOf(job, 2))).toBe("whole ••••••••••••hunt");
});

test("if an earlier job with a password in plain text runs again, its output is stored without the password", async () => {
  await aRunningWorker();
  const job = await aQueuedJob("import sys; print(sys.argv[1])", {
    argv: ["--password=hunter2"],
    values: { password: "hunter2" },
    script: { spec: aSpec([aParameter("password")]) },
  });
  expect(await ended(job)).toMatchObject({ status: "completed" });
  expect(utf8(await outputOf(job, 1))).toBe("--password=••••\n");
});

test("a script finds its secrets in its environment and at its standard input, and no other script does", async () => {
  await aRunningWorker();
  const source = `
import os, sys
first, second = sys.stdin.read().splitlines()
print(sys.argv[1:], [len(os.environ["API_KEY"]), len(first), len(second)])
print(os.environ["API_KEY"], first, second)
`;
  const values = { key: sealSecret(secret), pin: sealSecret("4711"), word: sealSecret("swordfish") };
  const argv = ["--x", ...["\0API_KEY\0hunter2 é", "\0\x004711", "\0\0swordfish"].map(sealSecret)];
  const job = await aQueuedJob(source, { argv, values });
  expect(await ended(job)).toMatchObject({ status: "completed" });
  expect(utf8(await outputOf(job, 1))).toBe("['--x'] [9, 4, 9]\n•••• •••• ••••\n");
  const plain = await aQueuedJob("import os, sys\nprint(repr(sys.stdin.read()), 'API_KEY' in os.environ)");
  expect(await ended(plain)).toMatchObject({ status: "completed" });
  expect(utf8(await outputOf(plain, 1))).toBe("'' False\n");
});

test("the secret is masked in the last bytes of a long output as well", async () => {
  await aRunningWorker();
  const sealed = sealSecret("0123456789abcdef");
  const source = "import sys\nfor _ in range(1_000_000): sys.stdout.write(sys.argv[1])";
  const job = await aQueuedJob(source, { argv: [sealed], values: { token: sealed } });
  expect(await ended(job)).toMatchObject({ status: "completed" });
  const output = utf8(await outputOf(job, 1));
  expect(output.replaceAll("••••", "")).not.toMatch(/[0-9a-f]{4}/);
  expect(output.length).toBeGreaterThan(1_000);
});

test("a worker that adopts a run continues after the stored output", async () => {
  const sealed = sealSecret(secret);
  const job = await aQueuedJob("", {
    status: "running",
    startedAt: new Date(),
    argv: [sealed],
    values: { token: sealed },
  });
  const workerId = crypto.randomUUID();
  await pg`update jobs set worker_id = ${workerId} where id = ${job.id}`;
  const folder = fs.mkdtempSync("/tmp/wooey-masked-");
  const limits = { startBytes: 1_000, endBytes: 100 };
  const claimed = (outputBytes: number) => ({ ...job, outputBytes, sealedValues: { token: sealed } });
  fs.writeFileSync(`${folder}/stdout`, `a ${secret} b ${secret.slice(0, 5)}`);
  const first = await openOutput(claimed(0), folder, limits);
  expect(await storeRows({ job, workerId }, first, nextRows(first))).toBe(true);
  fs.appendFileSync(`${folder}/stdout`, `${secret.slice(5)} c`);
  const second = await openOutput(claimed(first.position), folder, limits);
  expect(second.consumed).toEqual(first.consumed);
  expect(await storeRows({ job, workerId }, second, nextRows(second, { isLast: true }))).toBe(true);
  await until(async () => utf8(await outputOf(job, 1)) === "a •••• b •••• c");
  fs.rmSync(folder, { recursive: true });
});
