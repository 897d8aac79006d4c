// `npm run check` runs this: the rules of CONTRIBUTING.md that no rule of Biome covers. It prints every place that
// breaks one and ends with exit code 1 if there is any.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

const PARAMETERS_MAX = 3;

/** Code that a generator wrote. */
const generated = /^e2e\/generated-client\//;

/** In a test, the assertions that follow show whether a cast holds. */
const testCode = /\.(test|spec)\.tsx?$|^e2e\/|\/testing\//;

/** Every place in `source` that breaks a rule: `{ file, line, rule }`. */
export function checkShapes(file, source) {
  const { program, comments } = parseSync(file, source);
  const lineStarts = [0, ...[...source.matchAll(/\n/g)].map((match) => match.index + 1)];
  const lineAt = (offset) => lineStarts.findLastIndex((start) => start <= offset) + 1;
  const reasons = linesWithReasons(source, comments, lineAt);
  const found = [];
  const report = (node, rule) => found.push({ file, line: lineAt(node.start), rule });
  visit(program, [], (node, parents) => {
    if (isSignature(node) && !isRowOfTable(node, parents)) checkParameters(node, parents, report);
    if (isSpreadLiteral(node)) report(node, "writes `...{ a, b }`: write the properties themselves");
    if (isCast(node, parents) && !testCode.test(file) && !hasReason(node, parents, { reasons, lineAt }))
      report(node, "casts without a comment that says why the cast holds");
  });
  return found;
}

function visit(node, parents, each) {
  if (!node || typeof node.type !== "string") return;
  each(node, parents);
  const inner = [...parents, node];
  for (const child of Object.values(node)) {
    if (Array.isArray(child)) for (const item of child) visit(item, inner, each);
    else if (child && typeof child === "object") visit(child, inner, each);
  }
}

const signatures =
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|TSFunctionType|TSMethodSignature|TSDeclareFunction)$/;

function isSignature(node) {
  return signatures.test(node.type);
}

/** `test.each(table)("…", (column, column, column, column) => …)`: the table gives the parameters their positions. */
function isRowOfTable(node, parents) {
  const call = parents.at(-1);
  if (call?.type !== "CallExpression" || !call.arguments.includes(node)) return false;
  return call.callee.type === "CallExpression" && call.callee.callee.property?.name === "each";
}

function checkParameters(node, parents, report) {
  const { params } = node;
  if (params.length > PARAMETERS_MAX) report(node, `has ${params.length} parameters, more than ${PARAMETERS_MAX}`);
  if (params.length === 1 && isSetter(node, parents)) return;
  for (const param of params) if (isBoolean(param)) report(param, "has a positional boolean: pass an object");
}

/** `onChange: (isOpen: boolean) => void` and `setOpen(isOpen: boolean)`: the name says what the one value means. */
function isSetter(node, parents) {
  const holder = parents.findLast((parent) => /^(TSPropertySignature|Property|VariableDeclarator)$/.test(parent.type));
  const name = (node.id ?? node.key ?? holder?.key ?? holder?.id)?.name ?? "";
  return /^(on|set|is|has)[A-Z]/.test(name);
}

function isBoolean(param) {
  if (param.type === "AssignmentPattern") {
    return typeof param.right.value === "boolean" || isBoolean(param.left);
  }
  const type = param.typeAnnotation?.typeAnnotation;
  const parts = type?.type === "TSUnionType" ? type.types : [type];
  return parts.some((part) => part?.type === "TSBooleanKeyword");
}

function isSpreadLiteral(node) {
  return /^(SpreadElement|JSXSpreadAttribute)$/.test(node.type) && node.argument.type === "ObjectExpression";
}

/** `as const` is none; `as unknown as Type` is one. */
function isCast(node, parents) {
  if (node.type === "TSTypeAssertion") return true;
  if (node.type !== "TSAsExpression" || parents.at(-1)?.type === "TSAsExpression") return false;
  return node.typeAnnotation.typeName?.name !== "const";
}

/** The lines that carry a comment, doc comments excepted, and those of them that carry nothing else. */
function linesWithReasons(source, comments, lineAt) {
  const all = new Set();
  const alone = new Set();
  for (const { type, value, start, end } of comments) {
    if (type === "Block" && value.startsWith("*")) continue;
    all.add(lineAt(start));
    const before = source.slice(source.lastIndexOf("\n", start - 1) + 1, start);
    if (/^\s*\{?$/.test(before)) alone.add(lineAt(end));
  }
  return { all, alone };
}

const holders = /(Statement|Declaration|^Property|Element|Attribute|PropertyDefinition)$/;

/** A comment on a line of the cast, or right above the cast, its statement, property or attribute. */
function hasReason(node, parents, { reasons, lineAt }) {
  const holder = parents.findLast((parent) => holders.test(parent.type)) ?? node;
  if ([node, holder].some(({ start }) => reasons.alone.has(lineAt(start) - 1))) return true;
  for (let line = lineAt(node.start); line <= lineAt(node.end); line++) if (reasons.all.has(line)) return true;
  return false;
}

/** Every place of the project at `root` that breaks a rule. */
export function checkProject(root) {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  return listed
    .split("\n")
    .filter((file) => /\.(tsx?|mjs|cjs)$/.test(file) && !generated.test(file) && fs.existsSync(path.join(root, file)))
    .flatMap((file) => checkShapes(file, fs.readFileSync(path.join(root, file), "utf8")));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = checkProject(path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../.."));
  for (const { file, line, rule } of found) console.log(`${file}:${line} ${rule}`);
  if (found.length > 0) process.exitCode = 1;
}
