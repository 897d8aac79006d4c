import { t } from "@/server/language/text";

/** How to fix a failed build, according to its problem and the end of its log. */
export function explainBuild(problem: string, log: string): string {
  const text = `${log.slice(-20_000)}\n${problem}`;
  for (const [pattern, explain] of causes) {
    const match = pattern.exec(text);
    if (match) return explain(match[1]?.trim() ?? "");
  }
  return t("The end of the build log below says what went wrong.");
}

// Messages from pip, uv, compilers and server/environments. A cause comes before the errors that follow from it.
const causes: [RegExp, (detail: string) => string][] = [
  [
    /is not a Python 3\.8 or newer/,
    () => t("Enter the name of a Python on the worker's machine, such as python3, or its full path."),
  ],
  [
    /The script needs Python ([^,\n]+)/,
    (requested) =>
      t("Install Python {requested} on the worker's machine, or change requires-python in the script.", { requested }),
  ],
  [/is not a dependency\./, () => t("List only packages in the PEP 723 block, without options.")],
  [
    /No space left on device/,
    () => t("Free up disk space on the worker's machine. For example, discard environments that are not in use."),
  ],
  [
    /NewConnectionError|Failed to establish a new connection|name resolution|Name or service not known|Network is unreachable|Read timed out|ConnectTimeout|error sending request|dns error/,
    () =>
      t(
        "The worker cannot reach the package index. Set PIP_INDEX_URL (an index that it can reach) or HTTPS_PROXY (a proxy) in the environment of Wooey.",
      ),
  ],
  [/HTTP error (\d{3})/, (status) => t("Check the URL of the package: its server responds with {status}.", { status })],
  [/Invalid requirement:? '?([^'\n]+)/, (line) => t("Correct this line: {line}", { line })],
  [
    /ResolutionImpossible|conflicting dependencies|requirements are unsatisfiable/,
    () =>
      t("Two packages require different versions of a third one. Allow more versions, or remove one of the packages."),
  ],
  [
    /No matching distribution found for ([^\n(]+)/,
    (name) =>
      t("{name} is not available for this Python. Check its spelling and version, or choose another Python.", { name }),
  ],
  [
    /error: command '[^'\n]*(?:gcc|cc|g\+\+|clang)'|Failed building wheel|Could not build wheels|metadata-generation-failed|Failed to build/,
    () =>
      t(
        "A package could not be compiled. Require a version that is available as a wheel for this Python, or install a compiler on the worker's machine.",
      ),
  ],
  [/\btook longer than/, () => t("Require fewer packages, or versions that are available as wheels.")],
];
