import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { buildArgv } from "@/command-line/build";
import { deliveriesOf } from "@/command-line/delivery";
import { isSecret, mapSecrets, secretMask } from "@/command-line/inputs";
import type { Command, ScriptSpec } from "@/command-line/spec";
import type { CommandValues } from "@/command-line/values";
import { secretFor } from "@/server/auth/secret";

// A secret is kept as `{secret:…}`: nonce, tag and ciphertext of AES-256-GCM (NIST SP 800-38D), base64url.

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const token = /\{secret:([\w-]+)\}/g;
const keyOf = () => Buffer.from(secretFor("job secret"), "hex");

/** A text as it is kept. */
export function sealSecret(text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyOf(), nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return `{secret:${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url")}}`;
}

/** What a run is given, in plain text. */
export interface OpenedArguments {
  argv: string[];
  environment: Record<string, string>;
  /** What stands at its standard input; null for nothing. */
  input: string | null;
}

/** A job's arguments for its run alone: their secrets in plain text, and apart what reaches the script by other ways. */
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

/** An argument with its secrets in plain text, for the run alone; what was not sealed here stays as it is. */
export function openSecrets(argument: string): string {
  return argument.replace(token, (text, content: string) => open(content) ?? text);
}

/** The secrets of a job's stored values in plain text, each once. */
export function secretsIn(values: CommandValues | null): string[] {
  const found = new Set<string>();
  for (const [, content = ""] of JSON.stringify(values ?? {}).matchAll(token)) {
    const text = open(content);
    if (text !== null) found.add(text);
  }
  return [...found];
}

/** Whether any secret is sealed in stored values. */
export function hasSealed(values: CommandValues): boolean {
  return JSON.stringify(values).search(token) >= 0;
}

/** A text with every sealed secret masked. */
export function maskSealed(text: string): string {
  return text.replace(token, secretMask);
}

/** Values as they are kept: secrets sealed. */
export function sealValues(spec: ScriptSpec, values: CommandValues): CommandValues {
  return mapSecrets(spec, values, sealSecret);
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
 * The arguments that say the values, as they are kept: secrets sealed. Behind them those that reach the script by other
 * ways, each sealed with the NUL that no argument can begin with and its environment variable ("" for standard input).
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
  // Another text would be laid out otherwise (a secret that begins with "-"): then nothing of the line is told apart.
  if (!isSame || !layout) return argv.map((word) => (/\{input:\d+\}/.test(word) ? word : sealSecret(word)));
  return layout.map((word) => exchange(word, sealSecret));
}

/** Messages without the secrets that they repeat. */
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
    return null; // the mark is no value that it takes
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
    return null; // sealed with another key, or by nobody
  }
}
