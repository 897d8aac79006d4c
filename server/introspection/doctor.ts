import { isSecretByDefault, isSecretName } from "@/command-line/secret-names";
import type { Command, DescribeReport, Parameter, ScriptSpec, SpecWarning } from "@/command-line/spec";
import { widgetOf } from "@/command-line/widget";
import { formatList } from "@/server/language/format";
import { localizeMessage } from "@/server/language/message";
import { phrase, t } from "@/server/language/text";

export interface Finding {
  level: "ok" | "note" | "warning" | "error";
  message: string;
  line?: number;
  fix?: string;
}

export interface DoctorReport {
  findings: Finding[];
  /** One sentence that describes the form, or says why there is none. */
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
  tornado: "tornado.options",
  cleo: "cleo",
  plumbum: "plumbum",
  invoke: "invoke",
  function: phrase("a typed main() function"),
  "sys.argv": "sys.argv",
  declared: phrase("its declared form"),
  help: phrase("its --help text"),
  none: phrase("no command-line library"),
};

/** The warnings about a Python script without a parser. */
export const noCommandLine = {
  message: phrase(
    "No command line was found. The script does not use argparse, click, docopt or another known library.",
  ),
  fix: phrase("Describe it in a form block (# /// form). The block can be empty if there are no parameters."),
};

const namesMax = 5;

/**
 * A report for the author of a script, in sentences: what was found, what was not understood, and what its form will
 * look like. `outdated`: the corrections that no longer fit, as sentences of applyCorrections.
 */
export function toDoctorReport(report: DescribeReport, outdated: string[] = []): DoctorReport {
  if (report.spec === null) {
    const error = report.error ?? { message: phrase("The script could not be read.") };
    const finding: Finding = { level: "error", ...toFinding(error) };
    return { findings: [finding], summary: t("No form could be created: {reason}", { reason: finding.message }) };
  }
  const { spec } = report;
  const commands = allCommands(spec.command);
  const params = commands.flatMap((command) => command.params);
  const findings = [
    foundFinding(spec, commands.length - 1, params.length),
    ...methodFindings(spec),
    ...metadataFindings(spec),
    ...outdated.map((message): Finding => ({ level: "warning", message, fix: t("Change or reset the correction.") })),
    ...spec.warnings.map((warning): Finding => ({ level: "warning", ...toFinding(warning) })),
    ...parameterFindings(spec, params),
  ];
  return { findings, summary: toSummary(spec, commands, params) };
}

/** A sentence that was stored when the script was read, in the reader's language. */
function toFinding({ message, values, line, fix }: Omit<SpecWarning, "code">): Omit<Finding, "level"> {
  return {
    message: localizeMessage({ text: message, values }),
    line,
    fix: fix && localizeMessage({ text: fix, values }),
  };
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
  if (spec.engine === "none" && spec.method === "help") {
    return { level: "note", message: t("Neither the script's source nor its --help text names any parameters.") };
  }
  if (spec.engine === "none") {
    return { level: "warning", message: t(noCommandLine.message), fix: t(noCommandLine.fix) };
  }
  const library = spec.engine === "help" && spec.method === "static" ? t("its source") : t(engineNames[spec.engine]);
  const message =
    subcommands === 0
      ? t("{parameters, plural, one {# parameter} other {# parameters}} found in {library}.", {
          parameters: params,
          library,
        })
      : t(
          "{parameters, plural, one {# parameter} other {# parameters}} in {subcommands, plural, one {# sub-command} other {# sub-commands}} found in {library}.",
          { parameters: params, subcommands, library },
        );
  return { level: "ok", message };
}

function methodFindings(spec: ScriptSpec): Finding[] {
  const findings: Finding[] = [];
  if (spec.method === "help" && spec.engine !== "none") {
    findings.push({
      level: "warning",
      message: t("The form is a first guess based on the --help text. Check it before use."),
      fix: t("To make the form exact, describe the parameters in a form block (# /// form)."),
    });
  }
  if (spec.method === "static" && spec.engine === "argparse") {
    findings.push({
      level: "note",
      message: t("The parameters were read from the source, not from the running script."),
    });
  }
  if (spec.lenient)
    findings.push({ level: "note", message: t("The script also accepts options that it does not declare.") });
  return findings;
}

function metadataFindings(spec: ScriptSpec): Finding[] {
  const findings: Finding[] = [];
  const { version } = spec;
  if (version) findings.push({ level: "ok", message: t("The script reports its version as {version}.", { version }) });
  const dependencies = spec.pep723?.dependencies ?? [];
  if (dependencies.length > 0) {
    const packages = listNames(dependencies);
    findings.push({ level: "ok", message: t("Its PEP 723 block requires {packages}.", { packages }) });
  }
  return findings;
}

function parameterFindings(spec: ScriptSpec, params: Parameter[]): Finding[] {
  const remarks: Remark[] = [
    {
      params: params.filter((param) => param.hint && offersUpload(param)),
      level: "note",
      message: (names) =>
        t("{names}: looks like the name of an input file. The form also offers an upload.", { names }),
      fix:
        spec.engine === "argparse"
          ? t('To declare it as a file, use type=argparse.FileType("r") or pathlib.Path.')
          : undefined,
    },
    {
      params: params.filter((param) => param.hint && (param.hint.kind === "directory" || param.hint.mode === "w")),
      level: "note",
      message: (names) =>
        t("{names}: looks like the name of an output file or folder. It is treated as a name in the job's folder.", {
          names,
        }),
    },
    {
      params: params.filter((param) => param.format === "truthy"),
      level: "warning",
      message: (names) =>
        t('{names}: type=bool treats every text except the empty one as true, even "False".', { names }),
      fix: t(`Use action="store_true" or argparse.BooleanOptionalAction.`),
    },
    {
      params: params.filter((param) => param.action === "custom" && param.nargs !== 0),
      level: "note",
      message: (names) => t("{names}: a custom action. The form passes on the text that is entered.", { names }),
    },
    {
      params: params.filter((param) => param.guessed),
      level: "note",
      message: (names) => t("{names}: a guess, because the script does not declare it.", { names }),
    },
    ...secretRemarks(params),
    {
      params: params.filter((param) => param.choicesTruncated),
      level: "warning",
      message: (names) => t("{names}: has too many choices to show. The form offers the first ones.", { names }),
    },
    {
      params: params.filter((param) => param.hidden),
      level: "note",
      message: (names) => t("{names}: hidden by the script, and therefore hidden in the form.", { names }),
    },
  ];
  return remarks.flatMap(toFindings);
}

function secretRemarks(params: Parameter[]): Remark[] {
  const isSecret = (param: Parameter) => param.secret ?? isSecretByDefault(param);
  const looksSecret = (param: Parameter) => [param.dest, ...(param.flags ?? [])].some(isSecretName);
  return [
    {
      params: params.filter(isSecret),
      level: "note",
      message: (names) => t("{names}: a secret, encrypted and never shown.", { names }),
      fix: t("If it is not a secret, change this under Parameters."),
    },
    {
      params: params.filter((param) => widgetOf(param) === "text" && !isSecret(param) && looksSecret(param)),
      level: "note",
      message: (names) => t("{names}: looks like a secret, but is stored and shown like any other value.", { names }),
      fix: t("Mark it as secret under Parameters to have it encrypted and never shown."),
    },
  ];
}

function offersUpload(param: Parameter): boolean {
  return /^files?-or-text$/.test(widgetOf(param));
}

interface Remark {
  params: Parameter[];
  level: Finding["level"];
  message: (names: string) => string;
  fix?: string | undefined;
}

function toFindings({ params, level, message, fix }: Remark): Finding[] {
  if (params.length === 0) return [];
  return [{ level, message: message(listNames([...new Set(params.map(nameOf))])), ...(fix ? { fix } : {}) }];
}

function nameOf(param: Parameter): string {
  return param.flags?.find((flag) => flag.startsWith("--")) ?? param.flags?.[0] ?? param.dest;
}

function toSummary(spec: ScriptSpec, commands: Command[], params: Parameter[]): string {
  if (params.length === 0 && commands.length === 1) {
    return spec.incomplete
      ? t("The form has no fields: the script's parameters could not be read.")
      : t("The form has no fields, only a button to run the script.");
  }
  const top = spec.command.subcommands?.commands.length ?? 0;
  const required = spec.command.params.filter((param) => param.required && !param.hidden).length;
  const fields = params.filter((param) => !param.hidden).length;
  const sections = spec.command.groups.filter((group) => !group.standard && usesGroup(spec.command, group.id)).length;
  const parts = [
    t("{count, plural, one {# field} other {# fields}}", { count: fields }),
    ...(top > 0 ? [t("{count, plural, one {# tab} other {# tabs}}", { count: top })] : []),
    ...(sections > 0 ? [t("{count, plural, one {# section} other {# sections}}", { count: sections })] : []),
  ];
  const sentences = [
    t("The form has {parts}.", { parts: formatList(parts) }),
    ...(required > 0
      ? [t("{count, plural, one {# field is required.} other {# fields are required.}}", { count: required })]
      : []),
    ...(spec.incomplete ? [t("Some parameters may be missing.")] : []),
  ];
  return sentences.join(" ");
}

function usesGroup(command: Command, id: string): boolean {
  return command.params.some((param) => param.group === id && !param.hidden);
}

function listNames(names: string[]): string {
  const shown = names.slice(0, namesMax);
  const rest = names.length - shown.length;
  return rest > 0 ? t("{names} and {count} more", { names: shown.join(", "), count: rest }) : shown.join(", ");
}
