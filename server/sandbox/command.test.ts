import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { confinedCommand, type Means, type Policy } from "./command";

const data = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-level-"));
fs.chmodSync(data, 0o755);
process.env.WOOEY_DATA_DIR = data;
afterAll(() => fs.rmSync(data, { recursive: true, force: true }));

const policy: Policy = {
  command: ["python3", "script.py"],
  cwd: "/data/jobs/1/1/work",
  readable: ["/data/jobs/1/1/script"],
  writable: ["/data/jobs/1/1/work"],
  temporary: "/data/jobs/1/1/tmp",
  network: false,
  limits: { memoryBytes: 1000, processes: 10, openFiles: 20, fileBytes: 30, cpuSeconds: 4 },
};
const asRoot: Means = {
  userId: 1234,
  python: "/usr/bin/python3",
  launcher: "/app/confine.py",
  filterFd: 8,
  ownProcesses: 0,
  settings: "/data/sandbox/etc",
  hasPrlimit: true,
};
const asUser: Means = { ...asRoot, userId: null, filterFd: null, ownProcesses: 100 };
const line = (level: 0 | 1 | 2 | 3, means: Means, changes: Partial<Policy> = {}) =>
  confinedCommand(level, { ...policy, ...changes }, means).join(" ");

describe("confinedCommand", () => {
  test("at level 3 as root: drops every capability, then becomes the job's user", () => {
    const command = line(3, asRoot);
    expect(command).toContain("--cap-drop ALL");
    expect(command).toContain("--unshare-net");
    expect(command).toContain("--seccomp 8");
    expect(command).toMatch(
      / -- setpriv --reuid=1234 --regid=1234 .* -- prlimit .*--nproc=10 .* -- python3 script\.py$/,
    );
    expect(command).not.toContain("--unshare-user");
  });

  test("at level 3 as an ordinary user: a user namespace, and no further one", () => {
    const command = line(3, asUser);
    expect(command).toContain("--unshare-user --disable-userns --cap-drop ALL");
    expect(command).not.toContain("setpriv");
  });

  test("at level 3 only the run's own folders are written to, and /tmp is one of them", () => {
    expect(line(3, asRoot).match(/--bind \S+ \S+/g)).toEqual([
      "--bind /data/jobs/1/1/tmp /tmp",
      "--bind /data/jobs/1/1/work /data/jobs/1/1/work",
    ]);
  });

  test("at level 3 what is shown under another name is seen there alone", () => {
    const shown = { folder: "/data/jobs/1/1", as: "/job" };
    const command = line(3, asRoot, { shown, cwd: "/job/work" });
    expect(command).toContain("--ro-bind /data/jobs/1/1/script /job/script --bind /data/jobs/1/1/work /job/work");
    expect(command).toContain("--chdir /job/work");
    expect(command).not.toContain("--dir /data");
    expect(line(2, asRoot, { shown })).not.toContain("/job/work");
  });

  test("makes a new session, but where that would take a terminal of its own away", () => {
    expect(line(3, asRoot)).toContain("--new-session");
    expect(line(3, asRoot, { terminal: true })).not.toContain("--new-session");
  });

  test("shares the network only where it is allowed", () => {
    expect(line(3, asRoot, { network: true })).not.toContain("--unshare-net");
    expect(line(2, asRoot, { network: true })).toContain('"network":true');
  });

  test("at level 2 the launcher gets the policy; an ordinary user's scripts get no Unix sockets", () => {
    const told = (means: Means) => JSON.parse(confinedCommand(2, policy, means)[4] ?? "");
    expect(told(asRoot)).toMatchObject({ userId: 1234, writable: expect.arrayContaining(policy.writable) });
    expect(told(asUser).seccomp).not.toBe(told(asRoot).seccomp);
    expect(told(asUser).limits.NPROC).toBe(110);
    expect(told(asUser).writable).not.toContain("/dev/shm");
  });

  test("at level 1 another user and limits, at level 0 limits alone", () => {
    expect(line(1, asRoot)).toMatch(/^setpriv --reuid=1234 .* -- prlimit .* -- python3 script\.py$/);
    expect(line(0, asRoot)).toMatch(/^prlimit --core=0 --data=1000 .*--cpu=4:5 -- python3 script\.py$/);
    expect(line(0, { ...asUser, hasPrlimit: false })).toBe("python3 script.py");
  });
});
