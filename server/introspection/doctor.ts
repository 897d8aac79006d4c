import type { Command, DescribeReport, Parameter, ScriptSpec } from "./spec";

export interface Finding {
  level: "ok" | "note" | "warning" | "error";
  message: string;
  line?: number;
  fix?: string;
}

export interface DoctorReport {
  findings: Finding[];
  /** One sentence: what the form will be, or why there is none. */
  summary: string;
}

const engineNames: Record<ScriptSpec["engine"], string> = {
  argparse: "argparse",
  click: "click",
  typer: "typer",
  docopt: "docopt",
  optparse: "optparse",
  getopt: "getopt",
  fire: "python-fire",
  absl: "absl flags",
  tyro: "tyro",
  jsonargparse: "jsonargparse",
  function: "a typed main() function",
  "sys.argv": "sys.argv",
  declared: "its declared form",
  help: "its --help text",
  none: "no command-line library",
};

/** What is said of a script without a parser, which is not added for that (Wooey 0.14). */
export const noCommandLine = {
  message: "No command line was found: the script uses no argparse, click, docopt or another known library.",
  fix: "Describe it in a form block (# /// form), which may be without parameters.",
};

const namesMax = 5;

/**
 * What was found in a script, what was not understood and what its form will look like, in sentences for its author.
 * `unfitting`: what applyCorrections could not apply.
 */
export function toDoctorReport(report: DescribeReport, unfitting: string[] = []): DoctorReport {
  if (report.spec === null) {
    const { message, line, fix } = report.error ?? { message: "The script could not be read." };
    return { findings: [{ level: "error", message, line, fix }], summary: `No form could be made: ${message}` };
  }
  const { spec } = report;
  const commands = allCommands(spec.command);
  const params = commands.flatMap((command) => command.params);
  const findings = [
    foundFinding(spec, commands.length - 1, params.length),
    ...methodFindings(spec),
    ...metadataFindings(spec),
    ...unfitting.map(
      (message): Finding => ({ level: "warning", message, fix: "Change the correction or take it back." }),
    ),
    ...spec.warnings.map(({ message, line, fix }): Finding => ({ level: "warning", message, line, fix })),
    ...parameterFindings(spec, params),
  ];
  return { findings, summary: toSummary(spec, commands, params) };
}

const marks: Record<Finding["level"], string> = { ok: "✓", note: "·", warning: "!", error: "✗" };

/** The report as lines for a terminal. */
export function toReportText({ findings, summary }: DoctorReport): string {
  const lines = findings.map(({ level, line, message, fix }) =>
    [`${marks[level]} ${line === undefined ? "" : `Line ${line}: `}${message}`, ...(fix ? [`  ${fix}`] : [])].join(
      "\n",
    ),
  );
  return [...lines, summary].join("\n");
}

function allCommands(command: Command): Command[] {
  return [command, ...(command.subcommands?.commands ?? []).flatMap(allCommands)];
}

function foundFinding(spec: ScriptSpec, subcommands: number, params: number): Finding {
  if (spec.engine === "none") {
    return { level: "warning", message: noCommandLine.message, fix: noCommandLine.fix };
  }
  const nested = subcommands > 0 ? ` in ${counted(subcommands, "sub-command")}` : "";
  return { level: "ok", message: `${counted(params, "parameter")}${nested} found in ${engineNames[spec.engine]}.` };
}

function methodFindings(spec: ScriptSpec): Finding[] {
  const findings: Finding[] = [];
  if (spec.method === "help") {
    findings.push({
      level: "warning",
      message: "The form is a first guess from the --help text; please check it.",
      fix: "Describe the parameters in a form block (# /// form) to be exact.",
    });
  }
  if (spec.method === "static" && spec.engine === "argparse") {
    findings.push({ level: "note", message: "The parameters were read from the source, not from the running script." });
  }
  if (spec.lenient)
    findings.push({ level: "note", message: "The script also takes options that it does not declare." });
  return findings;
}

function metadataFindings(spec: ScriptSpec): Finding[] {
  const findings: Finding[] = [];
  if (spec.version) findings.push({ level: "ok", message: `The script says that its version is ${spec.version}.` });
  const dependencies = spec.pep723?.dependencies ?? [];
  if (dependencies.length > 0) {
    findings.push({ level: "ok", message: `Its PEP 723 block asks for ${listed(dependencies)}.` });
  }
  return findings;
}

function parameterFindings(spec: ScriptSpec, params: Parameter[]): Finding[] {
  return [
    ...about(
      params.filter((param) => param.hint?.kind === "file" && param.hint.mode !== "w"),
      "note",
      (names) => `${names}: text that looks like the name of a file to read; the form offers an upload there, too.`,
      spec.engine === "argparse" ? 'Use type=argparse.FileType("r") or pathlib.Path to say so.' : undefined,
    ),
    ...about(
      params.filter((param) => param.hint && (param.hint.kind === "directory" || param.hint.mode === "w")),
      "note",
      (names) => `${names}: text that looks like a file or folder to write; it is taken as a name in the job's folder.`,
    ),
    ...about(
      params.filter((param) => param.format === "truthy"),
      "warning",
      (names) => `${names}: type=bool makes every text but the empty one true, also "False".`,
      'Use action="store_true" or argparse.BooleanOptionalAction.',
    ),
    ...about(
      params.filter((param) => param.action === "custom" && param.nargs !== 0),
      "note",
      (names) => `${names}: an action of the script's own; the form passes on what is typed.`,
    ),
    ...about(
      params.filter((param) => param.guessed),
      "note",
      (names) => `${names}: a guess, as the script does not declare it.`,
    ),
    ...about(
      params.filter((param) => param.secret),
      "note",
      (names) => `${names}: a secret, encrypted and never shown.`,
    ),
    ...about(
      params.filter((param) => !param.secret && param.nargs !== 0 && looksSecret(param)),
      "note",
      (names) => `${names}: looks like a secret, and is kept and shown like any other value.`,
      "Mark it as secret under Parameters, and it is encrypted and never shown.",
    ),
    ...about(
      params.filter((param) => param.choicesTruncated),
      "warning",
      (names) => `${names}: too many choices to offer them all; the form shows the first.`,
    ),
    ...about(
      params.filter((param) => param.hidden),
      "note",
      (names) => `${names}: hidden by the script, and so in the form.`,
    ),
  ];
}

const secretWords =
  /(^|[^a-z])(password|passwd|passphrase|secret|token|api[-_ ]?key|credentials?|private[-_ ]key)([^a-z]|$)/i;

function looksSecret(param: Parameter): boolean {
  return [param.dest, ...(param.flags ?? [])].some((name) => secretWords.test(name));
}

function about(
  params: Parameter[],
  level: Finding["level"],
  message: (names: string) => string,
  fix?: string,
): Finding[] {
  if (params.length === 0) return [];
  return [{ level, message: message(listed([...new Set(params.map(nameOf))])), ...(fix ? { fix } : {}) }];
}

function nameOf(param: Parameter): string {
  return param.flags?.find((flag) => flag.startsWith("--")) ?? param.flags?.[0] ?? param.dest;
}

function toSummary(spec: ScriptSpec, commands: Command[], params: Parameter[]): string {
  if (params.length === 0 && commands.length === 1) {
    return spec.incomplete
      ? "The form has no fields: the script's parameters could not be read."
      : "The form has no fields, just a button to run the script.";
  }
  const top = spec.command.subcommands?.commands.length ?? 0;
  const required = spec.command.params.filter((param) => param.required && !param.hidden).length;
  const parts = [
    counted(params.filter((param) => !param.hidden).length, "field"),
    ...(required > 0 ? [`${required} of them required`] : []),
    ...(top > 0 ? [counted(top, "tab")] : []),
  ];
  const sections = spec.command.groups.filter((group) => !group.standard && usesGroup(spec.command, group.id)).length;
  if (sections > 0) parts.push(counted(sections, "section"));
  return `The form has ${parts.join(", ")}.${spec.incomplete ? " Some parameters may be missing." : ""}`;
}

function usesGroup(command: Command, id: string): boolean {
  return command.params.some((param) => param.group === id && !param.hidden);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function listed(names: string[]): string {
  const shown = names.slice(0, namesMax);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
