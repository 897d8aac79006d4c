import { isNode, LineCounter, parseDocument } from "yaml";
import type { ScriptSpec } from "@/command-line/spec";
import { phrase } from "@/server/language/text";
import { DeclarationError, declaredForm, toDeclaredSpec } from "./declaration";

const opening = /^(#|\/\/|--|;+|%) \/\/\/ form\s*$/;
const charactersMax = 200_000;

export type FormBlock = { spec: ScriptSpec } | { error: { code: string; message: string; line: number; fix?: string } };

/**
 * The parameters that a script declares in a comment block (YAML between `# /// form` and `# ///`, as in PEP 723), or
 * what is wrong with the block; null if there is none.
 */
export function readFormBlock(source: string, program: string): FormBlock | null {
  const lines = source.split(/\r?\n/);
  const first = lines.findIndex((line) => opening.test(line));
  const mark = opening.exec(lines[first] ?? "")?.[1];
  if (mark === undefined) return null;
  const length = lines.slice(first + 1).findIndex((line) => line.trimEnd() === `${mark} ///`);
  if (length < 0) return wrong("form block", first + 1, `is not closed: a line "${mark} ///" is missing.`);
  const content = lines.slice(first + 1, first + 1 + length).map((line) => uncomment(line, mark));
  return readDeclaration(content.join("\n"), { what: "form block", firstLine: first + 2, program });
}

/**
 * The parameters that a file `NAME.form.yaml` next to a script declares. It contains what a form block would, without
 * `#`.
 */
export function readSidecar(content: string, program: string): FormBlock {
  return readDeclaration(content, { what: "form file", firstLine: 1, program });
}

function uncomment(line: string, mark: string): string {
  return line.startsWith(`${mark} `)
    ? line.slice(mark.length + 1)
    : line.slice(line.startsWith(mark) ? mark.length : 0);
}

interface Workspace {
  what: string;
  firstLine: number;
  program: string;
}

function readDeclaration(content: string, { what, firstLine, program }: Workspace): FormBlock {
  if (content.length > charactersMax) return wrong(what, firstLine, `is longer than ${charactersMax} characters.`);
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) return wrong(what, firstLine + (broken.linePos?.[0].line ?? 1) - 1, "is not valid YAML.");
  const lineOf = (path: readonly PropertyKey[]): number => {
    const node = document.getIn(path, true);
    const at = isNode(node) ? node.range?.[0] : undefined;
    return firstLine + (at === undefined ? 1 : lines.linePos(at).line) - 1;
  };
  try {
    const parsed = declaredForm.safeParse(document.toJS({ maxAliasCount: 20 }) ?? {});
    if (parsed.success) return { spec: toDeclaredSpec(parsed.data, program) };
    const issue = parsed.error.issues[0];
    const path = issue?.path ?? [];
    return wrong(what, lineOf(path), `is not understood at ${path.join(".") || "its top"}: ${issue?.message}.`);
  } catch (error) {
    if (error instanceof DeclarationError) return wrong(what, lineOf(error.path), error.message);
    return wrong(what, firstLine, "is not valid YAML.");
  }
}

function wrong(what: string, line: number, problem: string): FormBlock {
  const message = /^[A-Z]/.test(problem) ? problem : `The ${what} ${problem}`;
  return { error: { code: "form_block", message, line, fix: phrase("See docs/form-block.md for the format.") } };
}
