import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { findPrograms } from "./programs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "programs-"));
afterEach(() => vi.unstubAllEnvs());

describe("findPrograms", () => {
  test("passes over folders of PATH that are not there, are none, or cannot be entered", () => {
    const [good, loop, file] = ["good", "loop", "file"].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    fs.mkdirSync(path.join(good, "python3", "folder"), { recursive: true });
    fs.writeFileSync(path.join(good, "uv"), "");
    fs.symlinkSync(loop, loop);
    fs.writeFileSync(file, "");
    vi.stubEnv("PATH", ["/no/such", loop, file, "relative", good].join(path.delimiter));
    expect(findPrograms("uv")).toEqual([path.join(good, "uv")]);
    expect(findPrograms("python3")).toEqual([]);
  });
});
