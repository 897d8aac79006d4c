import { unitFormat } from "./intl";
import type { Language } from "./languages";
import { formatMessage } from "./message-format";
import { currentLanguage, t } from "./text";

/**
 * A sentence that is stored when it is made, by a worker for one, and shown later in the language of its reader: its
 * English text, as `t` takes it, and the values of its arguments. Plain data that JSON holds.
 */
export interface Message {
  text: string;
  values?: Readonly<Record<string, MessageValue>> | undefined;
}

/** A value in a message; a quantity is shown with its unit, another message in the same language. */
export type MessageValue = string | number | Quantity | Message;

export interface Quantity {
  amount: number;
  unit: "second" | "minute" | "byte" | "kilobyte" | "megabyte" | "gigabyte";
}

/** A message of this text, which the catalogs hold as they hold `t`'s. */
export function message(text: string, values?: Message["values"]): Message {
  return values ? { text, values } : { text };
}

/** A size as the limits of runs count it: "2 GB" is 2 × 2³⁰ bytes, with at most one decimal. */
export function sizeQuantity(bytes: number): Quantity {
  const [unit, factor] = binaryUnits.find(([, size]) => bytes >= size) ?? (["byte", 1] as const);
  return { amount: Number((bytes / factor).toFixed(1)), unit };
}

const binaryUnits = [
  ["gigabyte", 2 ** 30],
  ["megabyte", 2 ** 20],
  ["kilobyte", 2 ** 10],
] as const;

/** The message in the reader's language. */
export function localizeMessage({ text, values }: Message): string {
  return t(text, values && resolve(values, { language: currentLanguage(), toText: localizeMessage }));
}

/** Messages in the reader's language, one after the other; null for none. */
export function localizeMessages(messages: readonly Message[] | null): string | null {
  return messages?.length ? messages.map(localizeMessage).join(" ") : null;
}

/** The message in English: for logs, and for what is recognised by its words. */
export function englishOf({ text, values }: Message): string {
  return values ? formatMessage(text, resolve(values, { language: "en", toText: englishOf }), "en") : text;
}

function resolve(
  values: NonNullable<Message["values"]>,
  { language, toText }: { language: Language; toText: (message: Message) => string },
): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value !== "object") return [name, value];
      return [name, "text" in value ? toText(value) : formatQuantity(language, value)];
    }),
  );
}

function formatQuantity(language: Language, { amount, unit }: Quantity): string {
  return unitFormat(language, { unit, unitDisplay: "short", digits: Number.isInteger(amount) ? 0 : 1 }).format(amount);
}
