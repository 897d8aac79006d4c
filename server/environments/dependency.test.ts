import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { readDependency } from "./dependency";

const listed = [
  "requests",
  "requests==2.32.3",
  "A.B-c_d",
  "requests [security,tests] >= 2.8.1, == 2.8.* ; python_version < '2.7'",
  "requests[]",
  "name(>=1,<2)",
  "name (>=1)",
  "name<=1",
  "name~=1.4.2",
  "name===1.0+local",
  "name!=1!2.0.post1",
  'name; python_version<"3.11" and (os_name == "nt" or sys_platform in "linux darwin")',
  "name;'3' not in python_full_version",
  "name ; extra == 'x'\t",
  "3d",
];
const addresses = [
  "name @ https://example.org/name-1.0.whl",
  "name[extra]@https://example.org/a.whl#sha256=00 ; os_name == 'posix'",
  "name @ file:///etc/passwd",
  "name @ git+https://example.org/x.git@main",
];
const refused = [
  "",
  " requests",
  "-e .",
  "--index-url https://evil.example",
  "-r other.txt",
  "-c constraints.txt",
  "--extra-index-url=https://evil.example",
  ".",
  "./package",
  "../package",
  "/srv/package.whl",
  "~/package",
  "package.whl/",
  "C:\\package",
  "https://example.org/name.whl",
  "git+https://example.org/x.git",
  "file:///srv/x",
  "name --hash=sha256:00",
  "name --config-settings=x=y",
  "name # comment",
  "name \\",
  "$\u007bHOME}",
  "name==$\u007bSECRET}",
  "one two",
  "name==",
  "name>=1,",
  "name==1 2",
  "name=1",
  "name;",
  "name; python_version",
  "name; python_version < 3",
  "name; (os_name == 'nt'",
  "name; os_name == 'nt')",
  "name; os.system('x')",
  "name; os_name == 'nt' and",
  "name; secret_variable == 'x'",
  "name; os_name not 'nt'",
  "[extra]",
  "name[extra",
  "name[,]",
  "-name",
  "name-",
  "náme",
  "name==１",
  `${"a".repeat(2_001)}`,
  `name; ${"(".repeat(1_900)}`,
  // What Python's splitlines() and pip take for the end of a line, and other blanks.
  ..."\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\0\x1f\xa0\ufeff\u200b\u3000"
    .split("")
    .flatMap((separator) => [
      `name${separator}--index-url https://evil.example`,
      `name${separator}`,
      `${separator}name`,
      `name; os_name == '${separator}'`,
      `name @ https://example.org/a${separator}-e .`,
    ]),
];

describe("readDependency", () => {
  test.each(listed)("takes %j for a package of the index", (line) => expect(readDependency(line)).toBe("named"));
  test.each(addresses)("tells that %j has an address", (line) => expect(readDependency(line)).toBe("address"));
  test.each(refused)("refuses %j", (line) => expect(readDependency(line)).toBeNull());

  test("accepts nothing that Python's own reader refuses", () => {
    const program = `
import json, sys
from pip._vendor.packaging.requirements import InvalidRequirement, Requirement
def accepts(line):
    try: Requirement(line)
    except InvalidRequirement: return False
    return True
print(json.dumps([accepts(line) for line in json.load(sys.stdin)]))`;
    const lines = [...listed, ...addresses];
    const answer = execFileSync("python3", ["-I", "-c", program], { input: JSON.stringify(lines), encoding: "utf8" });
    expect(lines.filter((_, index) => !JSON.parse(answer)[index])).toEqual([]);
  });
});
