import fs from "node:fs/promises";
import path from "node:path";
import type { Command, DescribeReport, ScriptSpec, SpecWarning } from "@/command-line/spec";
import { phrase } from "@/server/language/text";
import type { runConfined } from "@/server/sandbox/run";
import { withCompletions } from "../completion/ask";
import type { RunOptions } from "../completion/completing";
import { readCompletionFile } from "../completion/files";
import { findProgram, interpreterFolders, type OtherLanguage, readsLineEnds } from "../language";
import { confinement, type ScriptLocation } from "../script-location";
import { withFileUses } from "../source/file-uses";
import { mergeCommands } from "../source/merge";
import type { SourceCommand } from "../source/parameters";
import { readSource } from "../source/read-source";
import { readHelpText } from "./help-text";
import { withCommands } from "./subcommands";

/** Node and Java reserve far more address space than they use. */
const memoryBytes = 2 ** 33;
/** A command that starts later than this before the end would not finish. */
const reservedMs = 1_000;
/** The help text of ffprobe has 150 KB. */
const outputBytes = 512 * 1024;
/** The time for all questions to a program's completion. */
const completionMs = 2_000;
const sourceBytesMax = 10 * 1024 * 1024;

type Answer = Pick<DescribeReport, "spec" | "error">;

interface Call {
  words: string[];
  /** When the program is ended, in the time of performance.now(). */
  until: number;
  how?: RunOptions | undefined;
}

interface Asked {
  help: string;
  /** Null if a signal ended it. */
  exitCode: number | null;
  timedOut: boolean;
  isolationLevel: number;
}

/**
 * Describes a program that is not Python from its own --help and that of each of its sub-commands, which runs in the
 * sandbox, together with what its source says.
 */
export async function describeByHelp(
  location: ScriptLocation,
  language: OtherLanguage,
  { run, timeoutMs }: { run: typeof runConfined; timeoutMs: number },
): Promise<{ answer: Answer; isolationLevel: number }> {
  const endsAt = performance.now() + timeoutMs;
  const text = await sourceOf(location);
  const source = readSource(language.name, text);
  const [name, ...words] = language.interpreter;
  const interpreter = name === undefined ? null : await findProgram(name);
  if (name !== undefined && interpreter === null) {
    const answer = withoutInterpreter(path.basename(name), source, location.filename);
    if (answer.spec) answer.spec.command = withFileUses(answer.spec.command, language.name, text);
    return { answer, isolationLevel: 0 };
  }
  if (interpreter === null) await fs.chmod(location.script, 0o755);
  const readable = [location.scriptFolder, ...(interpreter === null ? [] : await interpreterFolders(interpreter))];
  const start = [...(interpreter === null ? [] : [interpreter, ...words]), location.script];
  const { environment, ...confined } = confinement(location, { wallMs: timeoutMs, memoryBytes, outputBytes });
  const runWith = ({ words: given, until, how: { descriptor, environment: more } = {} }: Call) => {
    const limits = { ...confined.limits, wallMs: Math.max(until - performance.now(), 1) };
    const shell = descriptor === undefined ? [] : ["/bin/sh", "-c", `exec "$@" ${descriptor}>&1`, "sh"];
    return run({
      ...confined,
      command: [...shell, ...start, ...given],
      environment: { ...environment, ...more },
      limits,
      readable,
    });
  };
  const answers = new Map<string, string>();
  const ask = async (commands: string[]): Promise<Asked> => {
    const result = await runWith({ words: [...commands, "--help"], until: endsAt });
    const { timedOut, isolationLevel, exitCode } = result;
    return { help: withoutPaths(`${result.stdout}\n${result.stderr}`, location), timedOut, isolationLevel, exitCode };
  };
  const asked = await ask([]);
  const askCommand = async (commands: string[]): Promise<string> => {
    const key = commands.join(" ");
    const known = key === "" ? asked.help : answers.get(key);
    if (known !== undefined) return known;
    const answer = performance.now() + reservedMs < endsAt ? (await ask(commands)).help : "";
    answers.set(key, answer);
    return answer;
  };
  const read = await withCommands(readHelpText(asked.help, location.filename), asked.help, {
    program: location.filename,
    ask: askCommand,
  });
  const completionEndsAt = Math.min(endsAt, performance.now() + completionMs);
  const content = await fs.readFile(location.script, "latin1");
  const help = await withCompletions(read, {
    program: location.filename,
    content,
    ask: askCommand,
    readFile: () => readCompletionFile(location, content),
    run: async (words, how) => {
      if (performance.now() >= completionEndsAt) return "";
      const result = await runWith({ words, until: completionEndsAt, how });
      return `${result.stdout}\n${result.stderr}`;
    },
  });
  const spec = combine(source, help, location.filename);
  spec.command = withFileUses(spec.command, language.name, text);
  spec.warnings.push(...warningsAbout(spec, asked, source));
  if (await hasWindowsLineEnds(location, language.name)) spec.warnings.push(windowsLineEnds);
  return { answer: { spec }, isolationLevel: asked.isolationLevel };
}

/** The source; "" for a file that is too large to be one. */
async function sourceOf({ script }: ScriptLocation): Promise<string> {
  const { size } = await fs.stat(script);
  return size > sourceBytesMax ? "" : fs.readFile(script, "utf8");
}

/** The source takes precedence for options that it contains. The help text may contain more of them. */
function combine(source: SourceCommand | null, help: Command, program: string): ScriptSpec {
  const hasHelp = help.params.length > 0 || help.subcommands !== undefined;
  const base = { schema: 1 as const, prog: program, stubbed: [], warnings: [] };
  if (!source) return { ...base, engine: hasHelp ? "help" : "none", method: "help", command: help };
  if (!hasHelp) return { ...base, engine: source.engine, method: "static", command: source.command };
  if (help.subcommands) return { ...base, engine: "help", method: "help", command: help };
  const command = mergeCommands(source.command, help);
  const isShort = command.params.every(({ flags = [] }) => flags.every((flag) => /^-[^-]$/.test(flag)));
  const engine = source.engine === "getopt" && isShort ? "getopt" : "help";
  return { ...base, engine, method: "help", command };
}

/** Without its interpreter, a script cannot be asked and its jobs fail. A form may still be made from its source. */
function withoutInterpreter(name: string, source: SourceCommand | null, program: string): Answer {
  const problem = {
    code: "no_interpreter",
    message: phrase("The script runs with {interpreter}, which is not installed on this machine."),
    values: { interpreter: name },
    fix: phrase("Install {interpreter} where the workers run."),
  };
  if (!source) return { spec: null, error: problem };
  const warnings = [problem, guessed];
  const { engine, command } = source;
  return { spec: { schema: 1, engine, method: "static", prog: program, stubbed: [], warnings, command } };
}

function warningsAbout(spec: ScriptSpec, asked: Asked, source: SourceCommand | null): SpecWarning[] {
  const warnings: SpecWarning[] = [];
  if (spec.method === "static" && source) warnings.push(guessed);
  if (asked.timedOut) {
    warnings.push({
      code: "timeout",
      message: phrase("The program did not respond to --help in time. It may not support this option."),
    });
  } else if (spec.engine === "none") {
    warnings.push(...whyNoHelp(asked));
  }
  return warnings;
}

/** The message of a program that fails when it is asked for its help. */
function whyNoHelp({ help, exitCode }: Asked): SpecWarning[] {
  const missing = missingModules.map((pattern) => pattern.exec(help)?.[1]).find((name) => name !== undefined);
  if (missing !== undefined) {
    return [
      {
        code: "missing_module",
        message: phrase("The script needs {module}, which is not installed on this machine."),
        values: { module: missing },
        fix: phrase("Install {module} where the workers run, or describe the parameters in a form block."),
      },
    ];
  }
  const lastLine = help.trim().split("\n").at(-1)?.trim() ?? "";
  if (exitCode === 0 || exitCode === null || lastLine === "") return [];
  return [
    {
      code: "fails_at_help",
      message: phrase("The script ended with exit code {code} when it was asked for --help: {output}"),
      values: { code: exitCode, output: lastLine.slice(0, 300) },
    },
  ];
}

// The messages of Node.js, Perl, Ruby, R and Lua for a missing library.
const missingModules = [
  /Cannot find (?:module|package) '([^'/.][^']*)'/,
  /Can't locate (\S+\.pm) in @INC/,
  /cannot load such file -- (\S+)/,
  /there is no package called [‘'](\w[\w.]*)[’']/,
  /module '([^']+)' not found/,
];

const guessed: SpecWarning = {
  code: "guessed",
  message: phrase("The program does not respond to --help. Its parameters are guessed from its source."),
  fix: phrase("To make the form exact, describe the parameters in a form block (# /// form)."),
};

const windowsLineEnds: SpecWarning = {
  code: "windows_line_ends",
  message: phrase("The script has Windows line ends. They are removed whenever it runs."),
  fix: phrase("Save it with Unix line ends, for example with dos2unix."),
};

async function hasWindowsLineEnds(location: ScriptLocation, language: string): Promise<boolean> {
  return readsLineEnds(language) && (await fs.readFile(location.script)).includes("\r\n");
}

/** A help text may contain the path of the program. The path on this machine is removed from it. */
function withoutPaths(text: string, { script, filename, scriptFolder, work }: ScriptLocation): string {
  const names: [string, string][] = [
    [script, filename],
    [`${scriptFolder}/`, ""],
    [scriptFolder, "."],
    [work, "."],
  ];
  return names.reduce((left, [path, name]) => left.replaceAll(path, name), text);
}
