import { expect, test } from "vitest";
import { readZshCompletion } from "./zsh";

test("readZshCompletion: options with their values, choices and help texts", () => {
  const script = `#compdef tool
_arguments -C -S \\
  {-X,--request}'[Which method to use]':'<method>':'(GET HEAD)' \\
  --speed'[Trigger '\\''speed-limit'\\'' abort]' \\
  '(-q --quiet)'{-q,--quiet}'[No output]' \\
  '*--header=[Add a header]:header:_files' \\
  "1:file:_files"
`;
  expect(readZshCompletion(script).flags).toEqual([
    { flags: ["-X", "--request"], help: "Which method to use", takesValue: true, choices: ["GET", "HEAD"] },
    { flags: ["--speed"], help: "Trigger 'speed-limit' abort", takesValue: false },
    { flags: ["-q", "--quiet"], help: "No output", takesValue: false },
    { flags: ["--header"], help: "Add a header", takesValue: true },
  ]);
  expect(readZshCompletion(`${script}\n_describe command commands\n`).flags).toEqual([]);
});
