import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { findPrograms } from "./programs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "programs-"));
afterEach(() => vi.unstubAllEnvs());

describe("findPrograms", () => {
  test("skips entries of PATH that do not exist, are not folders, or cannot be entered", () => {
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
