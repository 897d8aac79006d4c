// `npm run check` runs this: every text that a page shows goes through `t()`. It prints each English literal in JSX, as a
// child of an element or in an attribute that people read, and ends with exit code 1 if there is any.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

/** Attributes of HTML and props of our components whose value people read or hear. */
const readAttributes =
  /^(alt|button|help|label|legend|note|placeholder|summary|title|aria-(description|label|placeholder|roledescription|valuetext))$/;

/** Elements whose content is code, keys or style, which no language translates. */
const codeElements = /^(code|kbd|pre|samp|script|style)$/;

const hasLetters = /\p{L}/u;

/** Every literal text in the JSX of `source`: `{ file, line, text }`. */
export function findJsxTexts(file, source) {
  const found = [];
  const report = (node, text) => {
    if (!hasLetters.test(text)) return;
    const line = source.slice(0, node.start).split("\n").length;
    found.push({ file, line, text: text.trim().replace(/\s+/g, " ") });
  };
  visit(parseSync(file, source).program, (node) => {
    if (node.type === "JSXElement" && codeElements.test(node.openingElement.name.name)) return;
    if (node.type === "JSXElement" || node.type === "JSXFragment") {
      for (const child of node.children) reportLiterals(child, report);
    }
    if (node.type === "JSXAttribute" && readAttributes.test(node.name.name)) reportLiterals(node.value, report);
  });
  return found;
}

/** Reports the literals that `node` may evaluate to. Arguments of calls, such as those of `t()`, are not among them. */
function reportLiterals(node, report) {
  if (node?.type === "JSXText") report(node, node.value.replace(/&#?\w+;/g, " "));
  if (node?.type === "Literal" && typeof node.value === "string") report(node, node.value);
  if (node?.type === "TemplateLiteral") for (const quasi of node.quasis) report(quasi, quasi.value.cooked);
  for (const part of valuesOf(node)) reportLiterals(part, report);
}

/** The expressions whose value is, or is part of, the value of `node`. */
function valuesOf(node) {
  switch (node?.type) {
    case "JSXExpressionContainer":
    case "ParenthesizedExpression":
      return [node.expression];
    case "TemplateLiteral":
      return node.expressions;
    case "ConditionalExpression":
      return [node.consequent, node.alternate];
    case "LogicalExpression":
      return node.operator === "&&" ? [node.right] : [node.left, node.right];
    case "BinaryExpression":
      return node.operator === "+" ? [node.left, node.right] : [];
    default:
      return [];
  }
}

function visit(node, each) {
  if (!node || typeof node.type !== "string") return;
  each(node);
  for (const child of Object.values(node)) {
    if (Array.isArray(child)) for (const item of child) visit(item, each);
    else if (child && typeof child === "object") visit(child, each);
  }
}

/** Every literal text in the JSX of the project at `root`. */
export function findProjectTexts(root) {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  return listed
    .split("\n")
    .filter((file) => file.endsWith(".tsx") && fs.existsSync(path.join(root, file)))
    .flatMap((file) => findJsxTexts(file, fs.readFileSync(path.join(root, file), "utf8")));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = findProjectTexts(path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../.."));
  for (const { file, line, text } of found) console.log(`${file}:${line} shows “${text}” without t()`);
  if (found.length > 0) process.exitCode = 1;
}
