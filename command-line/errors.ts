import type { FieldErrors } from "@/server/errors";
import { t } from "@/server/language/text";

/**
 * Values that no command line can say safely, or that the script would refuse. `fields` maps the path of a parameter
 * (its id, after the names of its sub-commands, joined with ".") to messages; `__all__` holds those of no parameter.
 */
export class ArgumentsError extends Error {
  readonly fields: FieldErrors;

  constructor(fields: FieldErrors) {
    super(Object.values(fields).flat()[0] ?? t("These values cannot be passed on a command line."));
    this.name = "ArgumentsError";
    this.fields = fields;
  }
}

/** The arguments are not what the script accepts; the message is worded as Python's argparse would. */
export class Refused extends Error {
  constructor(message: string) {
    super(message.length > 600 ? `${message.slice(0, 600)}…` : message);
    this.name = "Refused";
  }
}

/** What is said where a parameter takes another number of values. */
export function giveExactly(count: number): string {
  return t("{count, plural, one {Enter exactly # value.} other {Enter exactly # values.}}", { count });
}
