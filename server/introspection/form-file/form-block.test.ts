import { describe, expect, test } from "vitest";
import { readFormBlock } from "./form-block";

const script = `#!/bin/bash
# /// form
# description: Makes pictures smaller.
# version: 1.5
# params:
#   - flags: [-w, --width]
#     type: integer
#     minimum: 1
#     default: 800
#   - flags: --quiet
#     type: flag
#   - flags: --tag
#     many: true
#   - name: source
#     type: file
#     many: true
#   - name: target
#     required: false
#   - flags: --mode
#     choices: [fit, fill, 3]
#
# ///
convert "$@"
`;

const errorOf = (source: string) => (readFormBlock(source, "x") as { error: object }).error;

describe("readFormBlock", () => {
  test("a block of comments declares the whole form", () => {
    expect(readFormBlock(script, "resize")).toMatchObject({
      spec: {
        engine: "declared",
        method: "declared",
        prog: "resize",
        version: "1.5",
        command: {
          description: "Makes pictures smaller.",
          params: [
            { id: "width", flags: ["-w", "--width"], type: "integer", minimum: 1, default: 800, required: false },
            { id: "quiet", flags: ["--quiet"], action: "store_true", nargs: 0 },
            { id: "tag", action: "append" },
            { id: "source", kind: "positional", nargs: "+", format: "file", mode: "r", required: true },
            { id: "target", kind: "positional", nargs: "?", required: false },
            { id: "mode", choices: [{ value: "fit" }, { value: "fill" }, { value: "3" }] },
          ],
        },
      },
    });
  });

  test.each(["//", "--", ";", "%"])("the comments of other languages: %s", (mark) => {
    const source = `${mark} /// form\r\n${mark} params: [{name: a}]\r\n${mark} ///\r\n`;
    expect(readFormBlock(source, "x")).toMatchObject({ spec: { command: { params: [{ id: "a" }] } } });
  });

  test("a script without a block", () => {
    expect(readFormBlock("#!/bin/bash\necho '# /// form'\n", "x")).toBeNull();
  });

  test.each([
    ["not closed", "# /// form\n# params: []\n", 1],
    ["not YAML", "\n# /// form\n# params: [\n# ///\n", 3],
    ["an unknown key", "# /// form\n# parameters: []\n# ///\n", 2],
    ["an unknown type", "# /// form\n# params: [{name: a, type: colour-ish}]\n# ///\n", 2],
    ["nameless", "# /// form\n# params: [{type: flag}]\n# ///\n", 2],
    ["a bomb of aliases", `# /// form\n# a: &a [x]\n# b: [${"*a,".repeat(50)}]\n# ///\n`, 2],
  ])("a block that is %s is an error with its line", (_, source, line) => {
    expect(errorOf(source)).toMatchObject({ code: "form_block", message: expect.stringMatching(/form block/), line });
  });
});
