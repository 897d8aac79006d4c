import { describe, expect, test } from "vitest";
import { type Capabilities, confinedCommand, type Policy } from "./command";

const policy: Policy = {
  command: ["python3", "script.py"],
  cwd: "/data/jobs/1/1/work",
  readable: ["/data/jobs/1/1/script"],
  writable: ["/data/jobs/1/1/work"],
  temporary: "/data/jobs/1/1/tmp",
  network: false,
  limits: { memoryBytes: 1000, processes: 10, openFiles: 20, fileBytes: 30, cpuSeconds: 4 },
};
const asRoot: Capabilities = {
  userId: 1234,
  python: "/usr/bin/python3",
  launcher: "/app/launcher",
  confinement: "namespaces",
  dataFolder: "/data",
  filterFd: 8,
  serverThreads: 0,
  settings: "/data/sandbox/etc",
  hasPrlimit: true,
};
const asUser: Capabilities = { ...asRoot, userId: null, serverThreads: 100 };
const line = (level: 0 | 1 | 2 | 3, capabilities: Capabilities, changes: Partial<Policy> = {}) =>
  confinedCommand(level, { ...policy, ...changes }, capabilities).join(" ");

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

  test("at level 3 as an ordinary user: uses a user namespace and allows no other one", () => {
    const command = line(3, asUser);
    expect(command).toContain("--unshare-user --disable-userns --cap-drop ALL");
    expect(command).toContain("--seccomp 8");
    expect(command).not.toContain("setpriv");
  });

  test("at level 3 only the run's folders are writable, and /tmp is one of them", () => {
    expect(line(3, asRoot).match(/--bind \S+ \S+/g)).toEqual([
      "--bind /data/jobs/1/1/tmp /tmp",
      "--bind /data/jobs/1/1/work /data/jobs/1/1/work",
    ]);
  });

  test("at level 3 a folder that is shown under another path is visible only there", () => {
    const shown = { folder: "/data/jobs/1/1", as: "/job" };
    const command = line(3, asRoot, { shown, cwd: "/job/work" });
    expect(command).toContain("--ro-bind /data/jobs/1/1/script /job/script --bind /data/jobs/1/1/work /job/work");
    expect(command).toContain("--chdir /job/work");
    expect(command).not.toContain("--dir /data");
    expect(line(2, asRoot, { shown })).not.toContain("/job/work");
  });

  test("creates a new session unless the command has a terminal", () => {
    expect(line(3, asRoot)).toContain("--new-session");
    expect(line(3, asRoot, { terminal: true })).not.toContain("--new-session");
  });

  test("shares the network only if it is allowed", () => {
    expect(line(3, asRoot, { network: true })).not.toContain("--unshare-net");
    expect(line(2, asRoot, { network: true })).toContain('"network":true');
  });

  test("at level 2 passes the policy to the launcher; an ordinary user's scripts get no Unix sockets", () => {
    const policyOf = (capabilities: Capabilities) => JSON.parse(confinedCommand(2, policy, capabilities)[6] ?? "");
    expect(policyOf(asRoot)).toMatchObject({ userId: 1234, writable: expect.arrayContaining(policy.writable) });
    expect(policyOf(asUser).seccomp).not.toBe(policyOf(asRoot).seccomp);
    expect(policyOf(asUser).limits.NPROC).toBe(110);
  });

  test("at level 2 protects metadata and other processes with namespaces, or else with a supervisor", () => {
    const policyOf = (capabilities: Capabilities) => JSON.parse(confinedCommand(2, policy, capabilities)[6] ?? "");
    const supervised: Capabilities = { ...asUser, confinement: "supervisor" };
    expect(policyOf(asUser)).toMatchObject({ confinement: "namespaces", hidden: ["/data"] });
    expect(policyOf(asUser).sharedMemoryBytes).toBeGreaterThan(0);
    expect(policyOf(supervised)).toMatchObject({ confinement: "supervisor", sharedMemoryBytes: 0 });
    expect(policyOf(supervised).seccomp).not.toBe(policyOf(asUser).seccomp);
    expect(policyOf(supervised).readable).not.toContain("/proc");
  });

  test("uses a different user and limits at level 1, and only limits at level 0", () => {
    expect(line(1, asRoot)).toMatch(/^setpriv --reuid=1234 .* -- prlimit .* -- python3 script\.py$/);
    expect(line(0, asRoot)).toMatch(/^prlimit --core=0 --data=1000 .*--cpu=4:5 -- python3 script\.py$/);
    expect(line(0, { ...asUser, hasPrlimit: false })).toBe("python3 script.py");
  });
});
