import { describe, expect, test } from "vitest";
import { type SeccompRules, seccompFilter } from "./seccomp";

/** Runs a filter as the kernel does (classic BPF), and returns its answer to a system call. */
function verdict(filter: Buffer, call: { arch?: number; number: number; arguments?: number[] }): string {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number >>> 0, 0);
  data.writeUInt32LE((call.arch ?? arch) >>> 0, 4);
  for (const [n, value] of (call.arguments ?? []).entries()) data.writeUInt32LE(value >>> 0, 16 + 8 * n);
  let accumulator = 0;
  for (let at = 0; at * 8 < filter.length; at++) {
    const [code, ifTrue, ifFalse] = [filter.readUInt16LE(at * 8), filter[at * 8 + 2]!, filter[at * 8 + 3]!];
    const value = filter.readUInt32LE(at * 8 + 4);
    if (code === 0x20) accumulator = data.readUInt32LE(value);
    else if (code === 0x06) return answers[value] ?? `errno ${value & 0xffff}`;
    else {
      const comparisons: Record<number, boolean> = { 21: accumulator === value, 53: accumulator >= value };
      const isSo = comparisons[code] ?? (accumulator & value) !== 0;
      at += isSo ? ifTrue : ifFalse;
    }
  }
  throw new Error("The filter ends without an answer.");
}

const arch = 0xc000003e;
const answers: Record<number, string> = { 2147418112: "allow", 2143289344: "supervise" };
const none: SeccompRules = {
  network: false,
  unixSockets: false,
  userNamespaces: false,
  systemV: false,
  processes: "allowed",
  metadataSupervised: false,
};
const all: SeccompRules = {
  network: true,
  unixSockets: true,
  userNamespaces: true,
  systemV: true,
  processes: "supervised",
  metadataSupervised: true,
};
const filter = (rules: Partial<SeccompRules>) => seccompFilter({ ...none, ...rules }, "x64") as Buffer;
const answer = (rules: Partial<SeccompRules>, number: number, ...words: number[]) =>
  verdict(filter(rules), { number, arguments: words });

describe("seccompFilter", () => {
  test("refuses network sockets and allows Unix ones, and vice versa", () => {
    const socket = (rules: Partial<SeccompRules>, family: number) => answer(rules, 41, family, 1, 0);
    expect([socket({ network: true }, 2), socket({ network: true }, 1)]).toEqual(["errno 13", "allow"]);
    expect([socket({ unixSockets: true }, 2), socket({ unixSockets: true }, 1)]).toEqual(["allow", "errno 13"]);
  });

  test("allows no rare socket family even with network access, and no netlink except for routes", () => {
    const [inet6, netlink, vsock, alg] = [10, 16, 40, 38];
    expect([answer({}, 41, inet6), answer({}, 41, netlink, 3, 0)]).toEqual(["allow", "allow"]);
    expect([answer({}, 41, vsock), answer({}, 41, alg), answer({}, 41, netlink, 3, 4)]).toEqual(
      Array(3).fill("errno 97"),
    );
    expect([answer(all, 53, 1), answer({}, 53, 30)]).toEqual(["allow", "errno 97"]);
  });

  test("always refuses keyrings, performance counters, BPF, userfaultfd, fanotify and io_uring", () => {
    for (const number of [248, 249, 250, 298, 321, 323, 300, 425, 426, 427])
      expect({ number, answer: answer({}, number) }).toEqual({ number, answer: "errno 1" });
  });

  test("refuses System V IPC and message queues where they are shared", () => {
    for (const number of [29, 30, 31, 64, 65, 66, 67, 68, 69, 70, 71, 220, 240, 241])
      expect([number, answer({}, number), answer({ systemV: true }, number)]).toEqual([number, "allow", "errno 1"]);
  });

  test("refuses user namespaces in every system call that creates them, and no other use of these calls", () => {
    const rules = { userNamespaces: true };
    expect([answer(rules, 272, 0x10000000), answer(rules, 56, 0x10000011), answer(rules, 435)]).toEqual([
      "errno 1",
      "errno 1",
      "errno 38",
    ]);
    expect([answer(rules, 272, 0x400), answer(rules, 56, 0x11), answer(rules, 0, 0x10000000)]).toEqual(
      Array(3).fill("allow"),
    );
  });

  test("lets a process change itself, and asks the supervisor about any other", () => {
    const rules = { processes: "supervised" } as const;
    for (const number of [302, 142, 144, 314, 203, 256, 279])
      expect([answer(rules, number, 0), answer(rules, number, 77)]).toEqual(["allow", "supervise"]);
    const [setpriority, ioprioSet] = [141, 251];
    expect([answer(rules, setpriority, 0, 0), answer(rules, setpriority, 0, 77)]).toEqual(["allow", "supervise"]);
    expect([answer(rules, ioprioSet, 1, 0), answer(rules, ioprioSet, 1, 77)]).toEqual(["allow", "supervise"]);
    for (const number of [101, 312, 310, 311, 434, 438, 424, 440, 448]) expect(answer(rules, number)).toBe("errno 1");
  });

  test("in a pid namespace refuses only changes to groups of processes", () => {
    const rules = { processes: "groups" } as const;
    expect([answer(rules, 141, 0, 77), answer(rules, 141, 1, 0), answer(rules, 141, 2, 0)]).toEqual([
      "allow",
      "errno 1",
      "errno 1",
    ]);
    expect([answer(rules, 251, 1, 77), answer(rules, 251, 2, 0), answer(rules, 302, 77)]).toEqual([
      "allow",
      "errno 1",
      "allow",
    ]);
  });

  test("passes changes of metadata to the supervisor, and refuses ioctl commands that change them", () => {
    const metadata = [
      90, 91, 92, 93, 94, 132, 188, 189, 190, 197, 198, 199, 235, 260, 261, 268, 280, 452, 463, 466, 469,
    ];
    for (const number of metadata)
      expect([answer({}, number), answer({ metadataSupervised: true }, number)]).toEqual(["allow", "supervise"]);
    const setFlags = 0x40086602;
    expect([answer({}, 16, 0, setFlags), answer(all, 16, 0, setFlags), answer(all, 16, 0, 0x5401)]).toEqual([
      "allow",
      "errno 1",
      "allow",
    ]);
  });

  test("refuses leases, which would make others wait when they open a shared file", () => {
    expect([answer({}, 72, 5, 1024), answer({}, 72, 5, 1025), answer({}, 72, 5, 1)]).toEqual([
      "errno 1",
      "allow",
      "allow",
    ]);
  });

  test("refuses ioctl commands that type into a terminal", () => {
    expect([answer({}, 16, 0, 0x5412), answer({}, 16, 0, 0x541c), answer({}, 16, 0, 0x5413)]).toEqual([
      "errno 1",
      "errno 1",
      "allow",
    ]);
  });

  test("knows the numbers of arm64", () => {
    const arm = seccompFilter(all, "arm64") as Buffer;
    const [fchmodat, keyctl, prlimit] = [53, 219, 261];
    const on = (number: number, ...words: number[]) => verdict(arm, { arch: 0xc00000b7, number, arguments: words });
    expect([on(fchmodat), on(keyctl), on(prlimit, 0), on(prlimit, 5), on(90)]).toEqual([
      "supervise",
      "errno 1",
      "allow",
      "supervise",
      "allow",
    ]);
  });

  test("refuses system calls of other architectures", () => {
    expect(verdict(filter(all), { arch: 0x40000003, number: 102 })).toBe("errno 1");
    expect(verdict(filter(all), { arch, number: 0x40000000 + 41 })).toBe("errno 1");
  });

  test("is null for a processor that it does not support", () => {
    expect(seccompFilter(all, "ppc64")).toBeNull();
  });
});
