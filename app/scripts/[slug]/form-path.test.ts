import { describe, expect, test } from "vitest";
import { describeForm, readFormPath } from "./form-path";

describe("describeForm", () => {
  const script = { name: "Align", description: "Aligns" };
  test("keeps the address of a form that a job fills from search engines", () => {
    const described = { title: "Align", description: "Aligns" };
    expect(describeForm(script, undefined)).toEqual(described);
    expect(describeForm(script, ["version", "1", "jobs", "12"])).toEqual({
      ...described,
      robots: { index: false, follow: false },
    });
  });
});

describe("readFormPath", () => {
  test.each([
    [undefined, {}],
    [["jobs", "12"], { job: "12" }],
    [["version", "1.2"], { version: "1.2" }],
    [["version", "1%2F2", "iteration", "3"], { version: "1/2", iteration: 3 }],
    [["version", "100%"], { version: "100%" }],
    [["jobs", "%E0%A4%A"], { job: "%E0%A4%A" }],
    [["version", "1", "iteration", "3", "jobs", "12"], { version: "1", iteration: 3, job: "12" }],
  ])("%j is a form", (segments, path) => expect(readFormPath(segments)).toEqual(path));

  test.each([[["else"]], [["version"]], [["version", "1", "iteration", "x"]], [["jobs", "1", "more"]]])(
    "%j is none",
    (segments) => expect(readFormPath(segments)).toBeNull(),
  );
});
