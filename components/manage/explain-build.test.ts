import { describe, expect, test } from "vitest";
import { explainBuild } from "./explain-build";

describe("explainBuild", () => {
  test.each([
    ["ERROR: No matching distribution found for requests==99.99", "requests==99.99 is not available for this Python"],
    ["ERROR: Invalid requirement: 'not a req !!' (from line 1 of requirements.txt)", "this line: not a req !!"],
    ["ERROR: HTTP error 404 while getting http://127.0.0.1/x.whl", "its server responds with 404"],
    ["/no/such/python is not a Python 3.8 or newer on this machine.", "Enter the name of a Python"],
    ["The script needs Python >=3.14, but this machine has 3.11.7.", "Install Python >=3.14"],
    ['"-r /etc/passwd" is not a dependency.', "List only packages"],
    ["error: command '/usr/bin/gcc' failed with exit code 1", "install a compiler"],
    ["ERROR: ResolutionImpossible: for help visit …", "different versions of a third"],
    ["OSError: [Errno 28] No space left on device", "Free up disk space"],
    ["The build took longer than 30 minutes.", "fewer packages"],
    ["something else", "end of the build log"],
  ])("%s", (problem, explanation) => expect(explainBuild(problem, "")).toContain(explanation));

  test("names the network as the cause if a package is not found because of it", () => {
    const log = "WARNING: Retrying after NewConnectionError('Failed to establish a new connection')\n";
    expect(explainBuild("ERROR: No matching distribution found for numpy", log)).toContain("cannot reach");
  });
});
