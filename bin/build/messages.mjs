// `npm run messages`: brings what the sources say into the catalogs, and takes out what they no longer say.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const catalogs = path.join(root, "server/language/catalogs");

/**
 * Every English text that is given to `t` or `message`, or marked with `phrase`, below app, command-line, components and
 * server, also in Python; sorted.
 */
export function collectMessages() {
  const found = new Set();
  for (const file of ["app", "command-line", "components", "server"].flatMap((room) => walk(room))) {
    const source = fs.readFileSync(path.join(root, file), "utf8");
    for (const text of file.endsWith(".py") ? textsInPython(source) : textsInTypeScript(source)) found.add(text);
  }
  return [...found].sort();
}

/** Literals in any quotes, without a value put into them, since those are arguments; and a context behind the values. */
function textsInTypeScript(source) {
  const calls = source.matchAll(
    /(?<![\w.])(?:t|phrase|message)\(\s*(["'`])((?:(?!\1|\$\{)[^\\\n]|\\.)*)\1(?:\s*,\s*(?:\{[^{}]*\}|\w+)\s*,\s*"([^"]+)")?/g,
  );
  return [...calls].map(([, , text, context]) => (context ? `${unescaped(text)} [${context}]` : unescaped(text)));
}

const pythonLiteral = String.raw`"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'`;

/** The argument of each `phrase(…)`: one literal, or several that Python joins. */
export function textsInPython(source) {
  const calls = source.matchAll(new RegExp(`(?<![\\w.])phrase\\(\\s*((?:(?:${pythonLiteral})\\s*)+),?\\s*\\)`, "g"));
  return [...calls].map(([, literals]) =>
    [...literals.matchAll(new RegExp(pythonLiteral, "g"))].map(([literal]) => unescaped(literal.slice(1, -1))).join(""),
  );
}

function unescaped(text) {
  return text.replace(/\\(.)/g, "$1");
}

function walk(folder) {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return walk(name);
    return /\.(tsx?|py)$/.test(name) && !/\.test\.tsx?$/.test(name) ? [name] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const messages = collectMessages();
  for (const name of fs.readdirSync(catalogs)) {
    const file = path.join(catalogs, name);
    const known = JSON.parse(fs.readFileSync(file, "utf8"));
    const texts = Object.fromEntries(messages.map((english) => [english, known[english] ?? ""]));
    fs.writeFileSync(file, `${JSON.stringify(texts, null, 2)}\n`);
    console.log(`${name}: ${messages.filter((english) => !texts[english]).length} to translate`);
  }
}
