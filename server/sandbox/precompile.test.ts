import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { precompile } from "./precompile";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-precompile-"));
const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"]).toString().trim();

beforeEach(() => fs.mkdirSync(folder, { recursive: true }));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test("bytecode is stored next to the source, even if one of the files does not compile", async () => {
  fs.writeFileSync(path.join(folder, "good.py"), "value = 1\n");
  fs.writeFileSync(path.join(folder, "bad.py"), "value =\n");
  precompile("/no/such/python", folder);
  precompile(python, folder);
  await vi.waitFor(() => expect(fs.readdirSync(path.join(folder, "__pycache__"))).toHaveLength(1), 20_000);
});

test("the Python of a virtual environment does not run: the one that it links to does", async () => {
  fs.mkdirSync(path.join(folder, "venv/bin"), { recursive: true });
  fs.mkdirSync(path.join(folder, "source"));
  fs.writeFileSync(path.join(folder, "venv/pyvenv.cfg"), "");
  fs.writeFileSync(path.join(folder, "source/good.py"), "value = 1\n");
  const copy = path.join(folder, "venv/bin/copy");
  fs.writeFileSync(copy, `#!/bin/sh\ntouch ${folder}/ran\n`, { mode: 0o755 });
  precompile(copy, path.join(folder, "source"));
  fs.symlinkSync(python, path.join(folder, "venv/bin/python"));
  precompile(path.join(folder, "venv/bin/python"), path.join(folder, "source"));
  await vi.waitFor(() => expect(fs.readdirSync(path.join(folder, "source"))).toContain("__pycache__"), 20_000);
  expect(fs.existsSync(path.join(folder, "ran"))).toBe(false);
});
