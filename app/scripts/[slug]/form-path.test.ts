import { describe, expect, test } from "vitest";
import { readFormPath } from "./form-path";

describe("readFormPath", () => {
  test.each([
    [undefined, {}],
    [["jobs", "12"], { job: "12" }],
    [["version", "1.2"], { version: "1.2" }],
    [["version", "1%2F2", "iteration", "3"], { version: "1/2", iteration: 3 }],
    [["version", "1", "iteration", "3", "jobs", "12"], { version: "1", iteration: 3, job: "12" }],
  ])("%j is a form", (segments, path) => expect(readFormPath(segments)).toEqual(path));

  test.each([[["else"]], [["version"]], [["version", "1", "iteration", "x"]], [["jobs", "1", "more"]]])(
    "%j is none",
    (segments) => expect(readFormPath(segments)).toBeNull(),
  );
});
