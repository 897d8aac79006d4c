import fs from "node:fs/promises";
import path from "node:path";

/** How a file that is not Python is started: the words before its path; empty for a compiled program. */
export interface OtherLanguage {
  name: string;
  interpreter: string[];
}

const byExtension: Record<string, OtherLanguage> = {
  ".sh": { name: "shell", interpreter: ["sh"] },
  ".bash": { name: "bash", interpreter: ["bash"] },
  ".r": { name: "R", interpreter: ["Rscript"] },
  ".js": { name: "Node.js", interpreter: ["node"] },
  ".mjs": { name: "Node.js", interpreter: ["node"] },
  ".cjs": { name: "Node.js", interpreter: ["node"] },
  ".pl": { name: "Perl", interpreter: ["perl"] },
  ".rb": { name: "Ruby", interpreter: ["ruby"] },
  ".php": { name: "PHP", interpreter: ["php"] },
  ".lua": { name: "Lua", interpreter: ["lua"] },
  ".tcl": { name: "Tcl", interpreter: ["tclsh"] },
  ".jar": { name: "Java", interpreter: ["java", "-jar"] },
  ".awk": { name: "awk", interpreter: ["awk", "-f"] },
  ".zsh": { name: "zsh", interpreter: ["zsh"] },
  ".ksh": { name: "ksh", interpreter: ["ksh"] },
  ".fish": { name: "fish", interpreter: ["fish"] },
  ".ps1": { name: "PowerShell", interpreter: ["pwsh", "-NoProfile", "-File"] },
  ".jl": { name: "Julia", interpreter: ["julia"] },
  ".ts": { name: "TypeScript", interpreter: ["deno", "run", "--allow-all"] },
  ".exs": { name: "Elixir", interpreter: ["elixir"] },
  ".groovy": { name: "Groovy", interpreter: ["groovy"] },
  ".go": { name: "Go", interpreter: ["go", "run"] },
  ".m": { name: "Octave", interpreter: ["octave", "--no-gui"] },
};

/**
 * The language of a file that is not Python, by its shebang, its format or its name. Null for Python, and for text of
 * an unknown kind, for which Python has better error messages.
 */
export function otherLanguage(head: Buffer, filename: string): OtherLanguage | null {
  if (head.subarray(0, 4).toString("latin1") === "\x7fELF") return { name: "a compiled program", interpreter: [] };
  const extension = path.extname(filename).toLowerCase();
  if (head.subarray(0, 2).toString("latin1") === "PK" && extension !== ".jar") return null;
  const shebang = /^#!\s*([^\r\n]+)/.exec(head.toString("utf8"))?.[1]?.trim();
  if (shebang !== undefined) return fromShebang(shebang);
  return Object.hasOwn(byExtension, extension) ? (byExtension[extension] ?? null) : null;
}

/** Whether a carriage return at the end of a line breaks the script, as in shells, where it becomes part of a word. */
export function readsLineEnds(language: string): boolean {
  return /^(shell|(ba|da|z|k|mk)?sh|fish|awk|[gmn]awk)$/.test(language);
}

/** `#!/usr/bin/env -S node --x` and `#!/bin/bash -e` as words; env is left out, as it only looks for the rest. */
function fromShebang(line: string): OtherLanguage | null {
  const words = line.split(/\s+/);
  if (path.basename(words[0] ?? "") === "env") {
    words.shift();
    while (words[0]?.startsWith("-") || words[0]?.includes("=")) words.shift();
  }
  const [interpreter] = words;
  if (interpreter === undefined) return null;
  const name = path.basename(interpreter);
  return /^(python|pypy)[\d.]*$/.test(name) || name === "uv" ? null : { name, interpreter: words };
}

const folders = ["/usr/local/bin", "/usr/bin", "/bin"];

/** Absolute path of a program among the system's, or null; the running Node counts as one. */
export async function findProgram(name: string): Promise<string | null> {
  if (name === "node") return process.execPath;
  const candidates = [
    ...(path.isAbsolute(name) ? [name] : []),
    ...folders.map((at) => path.join(at, path.basename(name))),
  ];
  for (const candidate of candidates) {
    const usable = await fs.access(candidate, fs.constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return candidate;
  }
  return null;
}

/** The folders of an interpreter and its library: the parent of its folder, and that of the file that it links to. */
export async function interpreterFolders(interpreter: string): Promise<string[]> {
  if (!path.isAbsolute(interpreter)) return [];
  const real = await fs.realpath(interpreter).catch(() => interpreter);
  const folders = [interpreter, real].map((file) => path.dirname(path.dirname(file)));
  return [...new Set(folders)].filter((folder) => folder !== "/");
}
