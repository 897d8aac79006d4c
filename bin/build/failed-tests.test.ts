import { describe, expect, test } from "vitest";
import { listPlaywrightFailures, listVitestFailures } from "./failed-tests.mjs";

describe("the tests that failed", () => {
  test("of vitest: file, name and the first line of the error", () => {
    const report = {
      testResults: [
        {
          name: "/root/server/jobs/a.test.ts",
          status: "failed",
          assertionResults: [
            { status: "passed", fullName: "jobs are listed" },
            {
              status: "failed",
              fullName: "jobs are ended",
              failureMessages: ["\u001b[31mError: expected 1\u001b[39m\nat x"],
            },
          ],
        },
        { name: "/root/server/b.test.ts", status: "failed", message: "Cannot find module 'x'", assertionResults: [] },
        { name: "/root/server/c.test.ts", status: "passed", assertionResults: [] },
      ],
    };
    expect(listVitestFailures(report, "/root")).toEqual([
      "server/jobs/a.test.ts · jobs are ended · Error: expected 1",
      "server/b.test.ts · Cannot find module 'x'",
    ]);
    expect(listVitestFailures({}, "/root")).toEqual([]);
  });

  test("of Playwright: also those that passed at their second try", () => {
    const spec = (title: string, status: string, message?: string) => ({
      file: "jobs.spec.ts",
      title,
      tests: [{ status, projectName: "desktop", results: message ? [{ error: { message } }, {}] : [{}] }],
    });
    const report = {
      suites: [
        {
          title: "jobs.spec.ts",
          file: "jobs.spec.ts",
          specs: [spec("opens", "expected"), spec("closes", "unexpected", "Error: not closed\nat y")],
          suites: [{ title: "a list", file: "jobs.spec.ts", specs: [spec("pages", "flaky", "Error: late")] }],
        },
      ],
    };
    expect(listPlaywrightFailures(report)).toEqual([
      "e2e/jobs.spec.ts · closes (desktop) · Error: not closed",
      "e2e/jobs.spec.ts · a list pages (desktop) · Error: late",
    ]);
  });
});
