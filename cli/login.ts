import readline from "node:readline";
import { Writable } from "node:stream";
import type { Me } from "./api-answers";
import { ApiClient } from "./api-client";
import { chooseServer, listServers, removeServer, saveServer, selectServer, serverUrl } from "./config";
import { connect, type ServerOptions } from "./connection";
import { deviceLogin } from "./device-login";
import { ClientError } from "./exit-codes";
import { print, printJson, printTable, talk } from "./terminal";

interface LoginOptions {
  key?: string | true;
  name?: string;
  scope?: string[];
  json?: true;
}

/** `wooey login URL`: stores a key that works, under a name, and makes the server the current one. */
export async function login(address: string, options: LoginOptions): Promise<void> {
  const url = serverUrl(address);
  const name = options.name ?? new URL(url).host;
  if (!/^[\w.:-]{1,100}$/.test(name)) throw new ClientError("input", "A name has letters, digits and . _ : - only.");
  warnOfPlainHttp(url);
  const key =
    options.key === undefined ? await deviceLogin(url, { scopes: options.scope }) : await readKey(options.key);
  const me = await new ApiClient({ url, key }).json<Me>("/api/v2/me", { retryMs: 0 });
  saveServer({ name, url, key });
  if (options.json) return printJson({ server: name, url, username: me.username, key: me.key });
  talk(`You are ${me.username} at ${url}. Commands use this server from now on.`);
}

/** `wooey logout [NAME]`: forgets the key. It stays valid at the server until it is revoked there. */
export function logout(name: string | undefined): void {
  const server = chooseServer(name);
  const url = removeServer(server.name);
  talk(`The key for ${url} is removed from this machine. To revoke it, open ${url}/me/`);
}

/** `wooey servers`: the known servers; the current one is marked. */
export function servers({ json }: { json?: true }): void {
  const known = listServers().map(({ key, ...server }) => ({ ...server, hasKey: key !== null }));
  if (json) printJson(known);
  else printTable(known.map(({ name, url, isCurrent }) => [isCurrent ? "*" : " ", name, url]));
}

/** `wooey use NAME`: makes a server the current one. */
export function selectCurrent(name: string): void {
  selectServer(name);
  talk(`Commands use ${name} from now on.`);
}

/** `wooey whoami`: the account, the server, and what the key allows. */
export async function whoami({ json, ...options }: ServerOptions & { json?: true }): Promise<void> {
  const api = connect(options);
  const me = await api.json<Me>("/api/v2/me");
  if (json) return printJson({ server: api.url, ...me });
  print(me.username);
  talk(`${me.fullName ? `${me.fullName}, ` : ""}${me.role} at ${api.url}`);
  if (!me.key) return;
  const scripts = me.key.scripts ? me.key.scripts.join(", ") : "all scripts";
  const expiry = me.key.expiresAt ? `until ${me.key.expiresAt.slice(0, 10)}` : "without an end";
  talk(`The key “${me.key.name}” may ${me.key.scopes.join(", ")} for ${scripts}, ${expiry}.`);
}

/** A key in the command line is visible to other users of this machine, so it can also be typed or piped. */
async function readKey(given: string | true): Promise<string> {
  const key = given === true || given === "-" ? await askForKey() : given;
  if (!/^[\x21-\x7e]{8,500}$/.test(key)) throw new ClientError("input", "This is not an API key.");
  return key;
}

async function askForKey(): Promise<string> {
  const isTerminal = process.stdin.isTTY === true;
  // Nothing that is typed is shown.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (isTerminal) process.stderr.write("API key (it is not shown): ");
  const lines = readline.createInterface({ input: process.stdin, output, terminal: isTerminal });
  try {
    for await (const line of lines) return line.trim();
    throw new ClientError("input", "No key was given on standard input.");
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write("\n");
  }
}

function warnOfPlainHttp(url: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:" || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)) return;
  talk(`The connection to ${url} is not encrypted: others in the network can read your key and your data.`);
}
