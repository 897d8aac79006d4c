import path from "node:path";
import { stripVTControlCharacters } from "node:util";

/**
 * The failed tests in a JSON report of vitest, one line each: its file, its name and the first line of the error. A file
 * that failed as a whole is one line.
 */
export function listVitestFailures(report, root) {
  return (report.testResults ?? []).flatMap(({ name, status, message, assertionResults = [] }) => {
    const file = path.relative(root, name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0 && status === "failed") return [toLine(file, "", message)];
    return failed.map((test) => toLine(file, test.fullName, test.failureMessages?.[0]));
  });
}

/** The same of a JSON report of Playwright; a test that passed at its second try counts as failed. */
export function listPlaywrightFailures(report) {
  return (report.suites ?? []).flatMap((suite) => failuresOf(suite, []));
}

function failuresOf(suite, above) {
  const titles = suite.title === suite.file ? above : [...above, suite.title];
  const specs = (suite.specs ?? []).flatMap((spec) =>
    spec.tests
      .filter((test) => test.status === "unexpected" || test.status === "flaky")
      .map((test) => {
        const error = test.results.find((result) => result.error)?.error?.message;
        return toLine(`e2e/${spec.file}`, [...titles, spec.title, `(${test.projectName})`].join(" "), error);
      }),
  );
  return [...specs, ...(suite.suites ?? []).flatMap((inner) => failuresOf(inner, titles))];
}

function toLine(file, name, error = "") {
  const [first = ""] = stripVTControlCharacters(error).trim().split("\n");
  return [file, name, first.slice(0, 300)].filter(Boolean).join(" · ");
}
