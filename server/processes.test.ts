import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import { expect, test } from "vitest";
import { lowerPriority } from "./processes";

test("a process gives way to others, and so does its session where each has a share of the processors", async () => {
  const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  try {
    lowerPriority(pid, 7);
    expect(os.getPriority(pid)).toBe(7);
    const autogroup = fs.existsSync(`/proc/${pid}/autogroup`)
      ? fs.readFileSync(`/proc/${pid}/autogroup`, "latin1")
      : "";
    // Without the feature, the file is missing or empty.
    expect(autogroup === "" || / nice 7$/.test(autogroup.trim())).toBe(true);
  } finally {
    child.kill("SIGKILL");
  }
});
