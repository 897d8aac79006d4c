import { t } from "@/server/language/text";

/** What to do about a build that failed, in one sentence for staff: by its reason and the end of its log. */
export function explainBuild(problem: string, log: string): string {
  const text = `${log.slice(-20_000)}\n${problem}`;
  for (const [pattern, explain] of causes) {
    const match = pattern.exec(text);
    if (match) return explain(match[1]?.trim() ?? "");
  }
  return t("The end of the build log below says what went wrong.");
}

// As pip, uv, the compilers and our own sentences have it (server/environments); what causes the others comes first.
const causes: [RegExp, (detail: string) => string][] = [
  [
    /is not a Python 3\.8 or newer/,
    () => t("Name a Python that is on the worker's machine, such as python3, or its whole path."),
  ],
  [
    /The script needs Python ([^,\n]+)/,
    (wanted) =>
      t("Install a Python {wanted} on the worker's machine, or change requires-python in the script.", { wanted }),
  ],
  [/is not a dependency\./, () => t("Let the PEP 723 block name packages alone, without options.")],
  [/No space left on device/, () => t("Make space on the worker's disk: throw away environments that nobody uses.")],
  [
    /NewConnectionError|Failed to establish a new connection|name resolution|Name or service not known|Network is unreachable|Read timed out|ConnectTimeout|error sending request|dns error/,
    () =>
      t(
        "The worker cannot reach where the packages come from: name an index it can reach (PIP_INDEX_URL) or a proxy (HTTPS_PROXY) where Wooey is started.",
      ),
  ],
  [/HTTP error (\d{3})/, (status) => t("Check the address of the package: its server answers {status}.", { status })],
  [/Invalid requirement:? '?([^'\n]+)/, (line) => t("Correct this line: {line}", { line })],
  [
    /ResolutionImpossible|conflicting dependencies|requirements are unsatisfiable/,
    () => t("Two packages want different versions of a third: allow more versions of them, or leave one out."),
  ],
  [
    /No matching distribution found for ([^\n(]+)/,
    (name) =>
      t("There is no {name} for this Python: check its spelling and version, or choose another Python.", { name }),
  ],
  [
    /error: command '[^'\n]*(?:gcc|cc|g\+\+|clang)'|Failed building wheel|Could not build wheels|metadata-generation-failed|Failed to build/,
    () =>
      t(
        "A package had to be compiled, which failed: ask for a version that comes as a wheel for this Python, or install a compiler on the worker's machine.",
      ),
  ],
  [/it took longer than/, () => t("Ask for fewer packages, or for versions that come as wheels.")],
];
