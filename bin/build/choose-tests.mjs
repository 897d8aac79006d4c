import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/**
 * The test files of the project at `root` whose path contains `pattern`; where no path does, the files that contain it
 * in their text, with a regular expression for the names of the tests to run. Null when nothing matches.
 */
export function chooseTests(root, pattern) {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  const tests = listed
    .split("\n")
    .filter((file) => /\.(test|spec)\.tsx?$/.test(file) && fs.existsSync(path.join(root, file)));
  const byPath = tests.filter((file) => file.includes(pattern.replace(/^\.\//, "")));
  if (byPath.length > 0) return { ...byRunner(byPath), name: null };
  const byText = tests.filter((file) => fs.readFileSync(path.join(root, file), "utf8").includes(pattern));
  if (byText.length === 0) return null;
  return { ...byRunner(byText), name: pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") };
}

function byRunner(files) {
  const isBrowser = (file) => file.startsWith("e2e/");
  return { browserFiles: files.filter(isBrowser), vitestFiles: files.filter((file) => !isBrowser(file)) };
}
