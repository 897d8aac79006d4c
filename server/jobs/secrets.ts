import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { buildArgv } from "@/command-line/build";
import { deliveriesOf } from "@/command-line/delivery";
import { isSecret, mapSecrets, secretMask } from "@/command-line/inputs";
import { isSealed, sealedSecrets } from "@/command-line/sealed";
import type { Command, ScriptSpec } from "@/command-line/spec";
import type { CommandValues } from "@/command-line/values";
import { secretFor } from "@/server/auth/secret";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";

// A secret is stored as `{secret:…}`: nonce, tag and ciphertext of AES-256-GCM (NIST SP 800-38D), base64url.

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED_LENGTH_MIN = Math.ceil(((NONCE_BYTES + TAG_BYTES) * 4) / 3);
const keyOf = () => Buffer.from(secretFor("job secret"), "hex");

/** Seals a text for storage. */
export function sealSecret(text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyOf(), nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `{secret:${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url")}}`;
}

/** What a run receives, in plain text. */
export interface OpenedArguments {
  argv: string[];
  environment: Record<string, string>;
  /** The text for standard input; null if there is none. */
  input: string | null;
}

/**
 * A job's arguments, only for its run: secrets in plain text, and separately those that do not go on the command line.
 */
export function openArguments(argv: readonly string[]): OpenedArguments {
  const opened: OpenedArguments = { argv: [], environment: {}, input: null };
  for (const word of argv) {
    const text = openSecrets(word);
    const [start, variable = "", ...secret] = text.split("\0");
    if (start !== "" || secret.length === 0) opened.argv.push(text);
    else if (variable === "") opened.input = `${opened.input ?? ""}${secret.join("\0")}\n`;
    else opened.environment[variable] = secret.join("\0");
  }
  return opened;
}

/** An argument with its secrets in plain text, only for the run. Text that was not sealed here stays as it is. */
export function openSecrets(argument: string): string {
  return argument.replace(sealedSecrets, (text, content: string) => open(content) ?? text);
}

/** The secrets of a job's stored values in plain text, each once. */
export function secretsIn(values: CommandValues | null): string[] {
  const found = new Set<string>();
  for (const [, content = ""] of JSON.stringify(values ?? {}).matchAll(sealedSecrets)) {
    const text = open(content);
    if (text !== null) found.add(text);
  }
  return [...found];
}

/** Whether stored values contain a sealed secret. */
export function hasSealed(values: CommandValues): boolean {
  return JSON.stringify(values).search(sealedSecrets) >= 0;
}

/** @throws conflict if a secret in the arguments of a job can no longer be opened, so that it cannot run again */
export function requireOpenSecrets(argv: readonly string[]): void {
  const sealed = argv.flatMap((word) => [...word.matchAll(sealedSecrets)]);
  // A shorter text is no secret: somebody wrote it like one.
  const isOpen = (content: string) => content.length < SEALED_LENGTH_MIN || open(content) !== null;
  if (sealed.every(([, content = ""]) => isOpen(content))) return;
  throw new AppError(
    "conflict",
    t(
      "The secrets of this job can no longer be read, because this site has a new secret key. Enter them again in a new job.",
    ),
  );
}

/** Masks every sealed secret in a text. */
export function maskSealed(text: string): string {
  return text.replace(sealedSecrets, secretMask);
}

/** Values for storage: secrets are sealed. */
export function sealValues(spec: ScriptSpec, values: CommandValues): CommandValues {
  return mapSecrets(spec, values, sealSecret);
}

/** The values and arguments of an earlier job, in which some secrets may be in plain text: all are sealed. */
export function sealRest(
  spec: ScriptSpec,
  earlier: { values: CommandValues; argv: readonly string[] },
): { values: CommandValues; argv: string[] } {
  const plain = new Set<string>();
  const values = mapSecrets(spec, earlier.values, (text) => {
    if (isSealed(text)) return text;
    plain.add(text);
    return sealSecret(text);
  });
  plain.delete("");
  if (plain.size === 0) return { values, argv: [...earlier.argv] };
  const longestFirst = [...plain].sort((left, right) => right.length - left.length).map(escapeRegExp);
  // Placeholders of inputs and sealed secrets are matched first, and stay as they are.
  const parts = new RegExp(`\\{(?:secret:[\\w-]+|input:\\d+)\\}|(${longestFirst.join("|")})`, "g");
  const seal = (text: string, secret: string | undefined) => (secret === undefined ? text : sealSecret(secret));
  return { values, argv: earlier.argv.map((word) => word.replace(parts, seal)) };
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** The paths of the parameters whose values are secrets. */
export function secretPaths(spec: ScriptSpec, values: CommandValues): Set<string> {
  const paths = new Set<string>();
  mapSecrets(spec, values, (text, path) => {
    paths.add(path);
    return text;
  });
  return paths;
}

/**
 * The arguments for the values, as they are stored: secrets are sealed. After them come the secrets that do not reach
 * the script as arguments. Each is sealed together with a NUL, which no argument can start with, and its environment
 * variable ("" for standard input).
 * @throws ArgumentsError
 */
export function sealedArgv(spec: ScriptSpec, values: CommandValues): string[] {
  const delivered = deliveriesOf(spec, values).map(({ variable, text }) => sealSecret(`\0${variable ?? ""}\0${text}`));
  return [...sealedWords(spec, values), ...delivered];
}

function sealedWords(spec: ScriptSpec, values: CommandValues): string[] {
  const { argv } = buildArgv(spec, values);
  if (!hasSecret(spec.command)) return argv;
  const plain = new Map<string, string>();
  const marked = mapSecrets(spec, values, (text) => {
    const mark = `secret-${randomUUID()}`;
    plain.set(mark, text);
    return mark;
  });
  if (plain.size === 0) return argv;
  const exchange = (word: string, show: (text: string) => string) =>
    [...plain].reduce((text, [mark, secret]) => text.replaceAll(mark, () => show(secret)), word);
  const layout = layoutOf(spec, marked);
  const isSame = layout?.length === argv.length && layout.every((word, at) => exchange(word, String) === argv[at]);
  // The placeholder is laid out differently from the secret (one that starts with "-"), so the secret's position in the
  // line is unknown: every argument is sealed.
  if (!isSame || !layout) return argv.map((word) => (/\{input:\d+\}/.test(word) ? word : sealSecret(word)));
  return layout.map((word) => exchange(word, sealSecret));
}

/** Removes secrets that messages repeat. */
export function withoutSecrets(
  spec: ScriptSpec,
  values: CommandValues,
  errors: Record<string, string[]>,
): Record<string, string[]> {
  const secrets: string[] = [];
  mapSecrets(spec, values, (text) => {
    if (text !== "") secrets.push(text);
    return text;
  });
  const masked = (message: string) => secrets.reduce((text, secret) => text.replaceAll(secret, secretMask), message);
  return Object.fromEntries(Object.entries(errors).map(([path, messages]) => [path, messages.map(masked)]));
}

function hasSecret(command: Command): boolean {
  return command.params.some(isSecret) || (command.subcommands?.commands ?? []).some(hasSecret);
}

function layoutOf(spec: ScriptSpec, values: CommandValues): string[] | null {
  try {
    return buildArgv(spec, values).argv;
  } catch {
    return null; // the parameter does not accept the mark
  }
}

function open(content: string): string | null {
  const bytes = Buffer.from(content, "base64url");
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  try {
    const cipher = createDecipheriv("aes-256-gcm", keyOf(), bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    cipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = Buffer.concat([cipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), cipher.final()]);
    return text.toString("utf8");
  } catch {
    return null; // sealed with another key, or not sealed at all
  }
}
