import { describe, expect, test } from "vitest";
import { type SeccompRules, seccompFilter } from "./seccomp";

/** Runs a filter as the kernel does (classic BPF), and returns its answer to a system call. */
function verdict(filter: Buffer, call: { arch: number; number: number; argument?: number }): string {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number >>> 0, 0);
  data.writeUInt32LE(call.arch >>> 0, 4);
  data.writeUInt32LE((call.argument ?? 0) >>> 0, 16);
  let accumulator = 0;
  for (let at = 0; at * 8 < filter.length; at++) {
    const [code, ifTrue, ifFalse] = [filter.readUInt16LE(at * 8), filter[at * 8 + 2]!, filter[at * 8 + 3]!];
    const value = filter.readUInt32LE(at * 8 + 4);
    if (code === 0x20) accumulator = data.readUInt32LE(value);
    else if (code === 0x06) return value === 0x7fff0000 ? "allow" : `errno ${value & 0xffff}`;
    else {
      const comparisons: Record<number, boolean> = { 21: accumulator === value, 53: accumulator >= value };
      const isSo = comparisons[code] ?? (accumulator & value) !== 0;
      at += isSo ? ifTrue : ifFalse;
    }
  }
  throw new Error("The filter ends without an answer.");
}

const arch = 0xc000003e;
const all: SeccompRules = { network: true, unixSockets: true, userNamespaces: true };
const filter = (rules: Partial<SeccompRules>) =>
  seccompFilter({ network: false, unixSockets: false, userNamespaces: false, ...rules }, "x64") as Buffer;

describe("seccompFilter", () => {
  test("refuses network sockets and allows Unix ones, and vice versa", () => {
    const socket = (rules: Partial<SeccompRules>, family: number) =>
      verdict(filter(rules), { arch, number: 41, argument: family });
    expect([socket({ network: true }, 2), socket({ network: true }, 1)]).toEqual(["errno 13", "allow"]);
    expect([socket({ unixSockets: true }, 2), socket({ unixSockets: true }, 1)]).toEqual(["allow", "errno 13"]);
  });

  test("refuses io_uring together with sockets, because it opens them without the system call", () => {
    expect(verdict(filter({ network: true }), { arch, number: 425 })).toBe("errno 1");
    expect(verdict(filter({ userNamespaces: true }), { arch, number: 425 })).toBe("allow");
  });

  test("refuses user namespaces in every system call that creates them, and no other use of these calls", () => {
    const call = (number: number, argument: number) =>
      verdict(filter({ userNamespaces: true }), { arch, number, argument });
    expect([call(272, 0x10000000), call(56, 0x10000011), call(435, 0)]).toEqual(["errno 1", "errno 1", "errno 38"]);
    expect([call(272, 0x400), call(56, 0x11), call(0, 0x10000000)]).toEqual(["allow", "allow", "allow"]);
  });

  test("refuses system calls of other architectures", () => {
    expect(verdict(filter(all), { arch: 0x40000003, number: 102 })).toBe("errno 1");
    expect(verdict(filter(all), { arch, number: 0x40000000 + 41 })).toBe("errno 1");
  });

  test("is null for a processor that it does not support", () => {
    expect(seccompFilter(all, "ppc64")).toBeNull();
  });
});
