import { phrase, t } from "@/server/language/text";

/** Why a file cannot be shown, in the words of the page. */
const problemTexts = {
  unreachable: phrase("The file could not be loaded. Check your connection and try again."),
  damaged: phrase("This file is damaged or has another format than its name says. Download it instead."),
  unsupported: phrase("This file uses a feature that cannot be shown here. Download it instead."),
  tooLarge: phrase("This file is too large to show here. Download it instead."),
  tooMuchUnpacked: phrase("This file unpacks to more data than can be shown here. Download it instead."),
  tooSlow: phrase("Reading this file takes too long. Download it instead."),
  tooDeep: phrase("This file is nested too deeply to show here. Download it instead."),
  longLine: phrase("This file has a line that is too long to show here. Download it instead."),
  crashed: phrase("This file needs more memory than the browser has. Download it instead."),
} as const;

export type ProblemCode = keyof typeof problemTexts;

/** A file that cannot be shown. Readers throw it, and the page shows its text. */
export class PreviewProblem extends Error {
  constructor(
    readonly code: ProblemCode,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}

export function problemText(code: ProblemCode): string {
  return t(problemTexts[code]);
}
