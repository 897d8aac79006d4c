import { isFileOrText, isInputFile, isOutputFile } from "./inputs";
import { isBoolean, takesNoValue } from "./parameter";
import type { Parameter } from "./spec";

/**
 * Whether a parameter is a secret unless its script or staff decide otherwise: one of its names is that of a secret, and
 * its value is free text. Files, choices, and values that staff filled in are not secrets.
 */
export function isSecretByDefault(parameter: Parameter): boolean {
  const { dest, flags = [], env = "", type, choices, initialValue, hint } = parameter;
  if (takesNoValue(parameter) || isBoolean(parameter) || choices?.length || initialValue !== undefined) return false;
  const names = [dest, ...flags, env].filter(isSecretName);
  if (names.length === 0 || hint !== undefined) return false;
  if (isInputFile(parameter) || isOutputFile(parameter) || isFileOrText(parameter)) return false;
  if (type === "integer" || type === "number") return names.some((name) => isPassword(wordsOf(name)));
  return parameter.format === undefined || secretFormats.has(parameter.format);
}

/**
 * Whether a name such as `--api-key` or `dbPassword` is that of a secret. Only whole words count, and the last one says
 * what the value is: a token file is a file, the name of a secret is a name. The words are those of Sentry's deny list
 * (sentry-python, scrubber.py), Rails' `filter_parameters` and gitleaks' rule `generic-api-key`. What sounds alike and is
 * not a secret follows that rule's allow list (sort keys, public tokens, key sizes), and the vocabulary of language
 * models (`--pad-token`) and of paged APIs (`--next-token`).
 */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  const [last = "", before] = words.toReversed();
  if (isPassword(words) || wordsForSecrets.has(last)) return true;
  if (last === "auth") return before === undefined || before === "basic" || before === "proxy";
  if (last === "token" || last === "bearer") return before === undefined || !plainTokens.has(before);
  if (last === "tokens") return before !== undefined && tokenIssuers.has(before);
  return (last === "key" || last === "keys") && before !== undefined && secretKeys.has(before);
}

/** A secret that may consist of digits; a token or a key that is a number counts or selects something. */
function isPassword(words: string[]): boolean {
  const [last = "", before] = words.toReversed();
  if (passwords.test(last)) return true;
  if (last === "pass") return before === undefined || accounts.has(before);
  return (last === "phrase" && /^(recovery|seed|pass)$/.test(before ?? "")) || (last === "code" && before === "pin");
}

/** The words of a name in lower case, without what only says how a secret is written: `--apiKey2` is `api`, `key`. */
function wordsOf(name: string): string[] {
  const words = (name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+/gu) ?? []).map((word) => word.toLowerCase());
  while (words.length > 1 && writtenForms.has(words.at(-1) ?? "")) words.pop();
  return words;
}

const setOf = (text: string) => new Set(text.split(" "));

/** Compounds are often written as one word, such as `dbpassword`. The last line has them in other languages. */
const passwords =
  /(password|passwords|passwd|passphrase)$|^(pw|pwd|passcode|dbpass|userpass|sshpass|otp|totp|mnemonic)$|^(passwort|kennwort|wachtwoord|contraseña|contrasena|senha|motdepasse)$/;
const wordsForSecrets = setOf(
  "secret secrets credential credentials creds cookie authorization jwt apikey apikeys apitoken authkey authtoken accesskey accesstoken secretkey privatekey clientsecret appsecret bottoken",
);
/** Whose `pass` is a password, unlike a low pass or a second pass. */
const accounts = setOf(
  "db database user admin root sudo become vault ssh ftp sftp smtp imap mail email http https proxy mysql pg postgres redis mongo ldap login auth account key keystore cert api wifi",
);
/** Texts that a model reads, places in a paged answer, and what everyone may know. */
const plainTokens = setOf(
  "bos eos pad unk mask sep cls special start end begin stop first last blank prefix suffix separator class image text prompt word placeholder initializer trigger input output query per max min num next page starting continuation pagination resume sync sort public csrf",
);
const tokenIssuers = setOf("api access auth bot user bearer secret");
/** Keys that give access or encrypt, unlike sort keys and public keys. */
const secretKeys = setOf(
  "api access secret private auth authentication authorization encryption decryption crypto cipher aes hmac signing master admin root account shared service client server consumer app application license deploy deployment session storage subscription integration ingest write wallet openai anthropic aws azure gcp gemini google github hf huggingface stripe ncbi entrez mailgun sendgrid",
);
const writtenForms = setOf("value text string plain plaintext raw base b64 hex");
/** Formats in which secrets come. */
const secretFormats = new Set<Parameter["format"]>(["uuid", "bytes", "json"]);
