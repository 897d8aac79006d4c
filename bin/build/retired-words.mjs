// Lists every identifier, file name and text that uses a word which docs/glossary.md retires. Exit code 1 if there is any.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

/** Samples of what other people write, and code that a generator wrote. */
const foreign =
  /^(db\/migrations|e2e\/conformance|e2e\/generated-client|e2e\/scripts|bin\/build\/retired-words\.test|examples|server\/introspection\/corpus\/.*\.py)/;

/** The words, phrases and paths of the glossary's last columns. */
export function readGlossary(markdown) {
  const rows = markdown.split("\n").filter((line) => /^\| (?!Term|Write|---)/.test(line));
  const cells = rows.map((line) => line.split("|").at(-2) ?? "");
  const names = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]));
  const texts = cells.flatMap((cell) => [...cell.matchAll(/"([^"]+)"/g)].map((match) => match[1]));
  return {
    paths: names.filter((name) => name.includes("/")),
    exactNames: new Set(names.filter((name) => name.startsWith("=")).map((name) => name.slice(1))),
    sequences: names.filter((name) => !/[=/]/.test(name)).map((name) => ` ${splitWords(name).join(" ")} `),
    exactTexts: new Set(texts.filter((text) => text.startsWith("=")).map((text) => text.slice(1))),
    phrases: texts.filter((text) => !text.startsWith("=")).map((text) => new RegExp(`\\b${text}\\b`)),
  };
}

/** `lookAgainAt`, `LOOK_AGAIN_AT` and `look-again-at` are the same three words. */
export function splitWords(name) {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
}

/** Whether a name is retired or contains a retired word. */
export function isRetiredName(name, glossary) {
  if (glossary.exactNames.has(name)) return true;
  const words = ` ${splitWords(name).join(" ")} `;
  return glossary.sequences.some((sequence) => words.includes(sequence));
}

/** Whether a text is retired or contains a retired phrase. */
export function isRetiredText(text, glossary) {
  return glossary.exactTexts.has(text) || glossary.phrases.some((phrase) => phrase.test(text));
}

/** The names that a source declares (names of libraries do not count), all uses of names, and all texts. */
function readTypeScript(file, source) {
  const { program } = parseSync(file, source);
  const lineStarts = [...source.matchAll(/^/gm)].map((match) => match.index);
  const lineOf = (node) => lineStarts.findLastIndex((start) => start <= node.start) + 1;
  const found = { declared: new Set(), names: [], texts: [] };
  const visit = (node, parent) => {
    if (!node || typeof node !== "object") return;
    if (node.type === "Identifier" || node.type === "JSXIdentifier" || node.type === "PrivateIdentifier") {
      found.names.push({ name: node.name, line: lineOf(node) });
      if (!isReference(node, parent)) found.declared.add(node.name);
    }
    const text = node.type === "TemplateElement" ? node.value.cooked : node.value;
    if (/^(Literal|TemplateElement|JSXText)$/.test(node.type) && typeof text === "string") {
      found.texts.push({ text, line: lineOf(node) });
    }
    for (const child of Object.values(node)) {
      if (Array.isArray(child)) for (const each of child) visit(each, node);
      else visit(child, node);
    }
  };
  visit(program, null);
  return found;
}

/** Whether the name is certainly declared elsewhere: `object.name`, `import { name }`. */
function isReference(node, parent) {
  return (
    (parent.type === "MemberExpression" && parent.property === node && !parent.computed) ||
    /^(ImportSpecifier|ExportSpecifier|JSXAttribute|TSQualifiedName)$/.test(parent.type)
  );
}

/** All names of a Python source: without its comments and strings. */
function readPython(source) {
  const blank = (text) => text.replace(/[^\n]/g, " ");
  const code = source.replace(/"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#.*/g, blank);
  const names = code
    .split("\n")
    .flatMap((line, index) => [...line.matchAll(/[A-Za-z_]\w*/g)].map(([name]) => ({ name, line: index + 1 })));
  return { declared: new Set(names.map(({ name }) => name)), names, texts: [] };
}

/** Every use of a retired word: `{ file, line, use }`. */
export function findRetired(root) {
  const glossary = readGlossary(fs.readFileSync(path.join(root, "docs/glossary.md"), "utf8"));
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  const files = listed
    .split("\n")
    .filter((file) => /\.(tsx?|mjs|cjs|py|css|sql|md)$/.test(file) && !foreign.test(file));
  const sources = files
    .filter((file) => /\.(tsx?|mjs|cjs|py)$/.test(file) && fs.existsSync(path.join(root, file)))
    .map((file) => {
      const source = fs.readFileSync(path.join(root, file), "utf8");
      return { file, ...(file.endsWith(".py") ? readPython(source) : readTypeScript(file, source)) };
    });
  const declared = new Set(
    sources.flatMap((source) => [...source.declared]).filter((name) => isRetiredName(name, glossary)),
  );
  const isRetiredPath = (file) => glossary.paths.includes(file) || isRetiredName(stemOf(file), glossary);
  const paths = files.filter(isRetiredPath).map((file) => ({ file, line: 1, use: "file name" }));
  const found = sources.flatMap(({ file, names, texts }) => [
    ...names.filter(({ name }) => declared.has(name)).map(({ name, line }) => ({ file, line, use: name })),
    ...texts
      .filter(({ text }) => isRetiredText(text, glossary))
      .map(({ text, line }) => ({ file, line, use: JSON.stringify(text.slice(0, 100)) })),
  ]);
  return [...paths, ...found];
}

function stemOf(file) {
  return path.basename(file).replace(/\..*$/, "");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = findRetired(process.cwd());
  for (const { file, line, use } of found) console.log(`${file}:${line} ${use}`);
  console.log(`${found.length} uses of retired words.`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
