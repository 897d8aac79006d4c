import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { env } from "@/server/env";
import { pythonAt } from "./level";
import { runConfined } from "./run";
import { isInside } from "./system";

// Tests what a script at level 3 can find out about the machine. escape.test.ts tests what it can reach.

const data = env().WOOEY_DATA_DIR;
/** What every path in the data folder contains, also one that is relative to its file system. */
const inData = data.split("/").slice(-2).join("/");

const python = await pythonAt(3);
if (!python) console.warn("Isolation level 3 does not work on this machine: what its mounts show is NOT tried.");

describe.runIf(python !== null)("at level 3 a script", () => {
  test("sees only its own mounts, and only its own part of the data folder", async () => {
    const work = fs.mkdtempSync(path.join(data, "work-"));
    const other = fs.mkdtempSync(path.join(data, "other-"));
    const { stdout } = await runConfined({
      command: [python?.path ?? "", "-c", "print(open('/proc/self/mountinfo').read(), end='')"],
      cwd: work,
      readable: [],
      writable: [work],
      network: false,
      environment: {},
      limits: { wallMs: 10_000, memoryBytes: 512 * 1024 * 1024, processes: 40, outputBytes: 64 * 1024 },
      isolation: 3,
    });
    // Root and mount point (proc(5)).
    const mounts = stdout
      .trim()
      .split("\n")
      .map((line) => line.split(" ").slice(3, 5));
    expect(mounts.length).toBeGreaterThan(5);
    const shown = mounts.filter((paths) => paths.join().includes(inData));
    for (const [, point = ""] of shown) expect([work, "/etc"]).toContain(point);
    expect(stdout).not.toContain(path.basename(other));
    const points = mounts.map(([, point = ""]) => point);
    const known = /^\/($|etc|usr|bin|sbin|lib|opt|nix|gnu|proc|dev|tmp)/;
    expect(
      points.filter((point) => !known.test(point) && !isInside(point, [work, ...(python?.readable ?? [])])),
    ).toEqual([]);
  });
});
