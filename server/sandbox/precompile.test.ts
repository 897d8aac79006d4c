import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { precompile } from "./precompile";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-precompile-"));
const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"]).toString().trim();

afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test("bytecode is stored next to the source, even if one of the files does not compile", async () => {
  fs.writeFileSync(path.join(folder, "good.py"), "value = 1\n");
  fs.writeFileSync(path.join(folder, "bad.py"), "value =\n");
  precompile(python, folder);
  await vi.waitFor(() => expect(fs.readdirSync(path.join(folder, "__pycache__"))).toHaveLength(1), 20_000);
  precompile("/no/such/python", path.join(folder, "__pycache__"));
});
