import { describe, expect, test } from "vitest";
import { isolationFinding } from "./wooey-doctor";

const machine = { reason: "bubblewrap is not installed.", fix: "Install bubblewrap." };

describe("isolationFinding", () => {
  test("is content with level 3, and says how to get there from a lower level", () => {
    expect(isolationFinding({ level: 3, reason: "", fix: "", minimum: 2 })).toEqual({
      state: "ok",
      what: "Script isolation: level 3 of 3",
    });
    expect(isolationFinding({ ...machine, level: 2, minimum: 2 })).toEqual({
      state: "note",
      what: "Script isolation: level 2 of 3. bubblewrap is not installed.",
      fix: "Install bubblewrap.",
    });
  });

  test("says below the minimum that no script runs, and what to do", () => {
    expect(isolationFinding({ ...machine, level: 1, minimum: 2 })).toEqual({
      state: "missing",
      what: "Script isolation: level 1 of 3. No script runs, because this site requires level 2. bubblewrap is not installed.",
      fix: "Install bubblewrap. If you trust everyone who may add or run scripts, set WOOEY_MINIMUM_ISOLATION=1 instead.",
    });
  });
});
