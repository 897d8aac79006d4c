import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { variable } from "./environment";
import { ClientError } from "./exit-codes";

/** A server that a person has logged in to. */
export interface Server {
  name: string;
  url: string;
  key: string | null;
}

interface Config {
  /** The name of the server that commands use without `--server`. */
  current?: string;
  servers: Record<string, { url: string }>;
}

/** Keys are in a file of their own, so that the other can be shown, copied and shared. */
type Keys = Record<string, string>;

/** The folder of the configuration, as the XDG Base Directory Specification and Windows have it. */
export function configFolder(): string {
  const base = variable("XDG_CONFIG_HOME") ?? variable("APPDATA");
  return path.join(base && path.isAbsolute(base) ? base : path.join(os.homedir(), ".config"), "wooey");
}

/** The folder for what can be fetched again: the options of scripts, for completions. */
export function cacheFolder(): string {
  const base = variable("XDG_CACHE_HOME") ?? variable("LOCALAPPDATA");
  return path.join(base && path.isAbsolute(base) ? base : path.join(os.homedir(), ".cache"), "wooey");
}

/**
 * The server that a command uses: `--server`, WOOEY_SERVER or the current one. A URL needs no login if WOOEY_API_KEY
 * holds a key. @throws ClientError if there is none
 */
export function chooseServer(chosen: string | undefined): Server {
  const choice = chosen ?? variable("WOOEY_SERVER");
  const key = variable("WOOEY_API_KEY") ?? null;
  const servers = listServers();
  if (choice === undefined) {
    const current = servers.find(({ isCurrent }) => isCurrent) ?? servers[0];
    if (!current) throw new ClientError("notAllowed", "No server is known yet. Run: wooey login URL");
    return { ...current, key: key ?? current.key };
  }
  const url = isUrl(choice) ? serverUrl(choice) : undefined;
  const known = servers.find((server) => server.name === choice || server.url === url);
  if (known) return { ...known, key: key ?? known.key };
  if (url !== undefined) return { name: new URL(url).host, url, key };
  const names = servers.map(({ name }) => name).join(", ");
  throw new ClientError(
    "input",
    `There is no server named ${choice}. ${names ? `Known are ${names}.` : "Run: wooey login URL"}`,
  );
}

/** All known servers, the oldest first. */
export function listServers(): (Server & { isCurrent: boolean })[] {
  const config = readConfig();
  const keys = readKeys();
  return Object.entries(config.servers).map(([name, { url }]) => ({
    name,
    url,
    key: keys[name] ?? null,
    isCurrent: name === config.current,
  }));
}

/** Stores a server and its key, and makes it the current one. */
export function saveServer({ name, url, key }: Server): void {
  const config = readConfig();
  config.servers[name] = { url };
  config.current = name;
  writePrivate(configFile(), config);
  const keys = readKeys();
  if (key === null) delete keys[name];
  else keys[name] = key;
  writePrivate(keysFile(), keys);
}

/** Makes a known server the current one. @throws ClientError if it is not known */
export function selectServer(name: string): void {
  const config = readConfig();
  requireServer(config, name);
  writePrivate(configFile(), { ...config, current: name });
}

/** Forgets a server and its key. Returns its URL. @throws ClientError if it is not known */
export function removeServer(name: string): string {
  const config = readConfig();
  const { url } = requireServer(config, name);
  delete config.servers[name];
  if (config.current === name) config.current = Object.keys(config.servers)[0] ?? "";
  const keys = readKeys();
  delete keys[name];
  writePrivate(keysFile(), keys);
  writePrivate(configFile(), config);
  return url;
}

/** The address of a server in the one form that is stored: without query, fragment and slash at its end. */
export function serverUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  } catch {
    throw new ClientError("input", `${text} is not the address of a server. Example: https://wooey.example.org`);
  }
  if (url.username || url.password) throw new ClientError("input", "The address must not contain a password.");
  return url.origin + url.pathname.replace(/\/+$/, "");
}

function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

function requireServer(config: Config, name: string): { url: string } {
  const server = Object.hasOwn(config.servers, name) ? config.servers[name] : undefined;
  if (!server) throw new ClientError("input", `There is no server named ${name}.`);
  return server;
}

const configFile = () => path.join(configFolder(), "config.json");
const keysFile = () => path.join(configFolder(), "keys.json");

function readConfig(): Config {
  const config = readJson(configFile());
  // Only saveServer, selectServer and removeServer write this file.
  return { servers: {}, ...config } as Config;
}

/** The keys. A file that others can read is closed to them first. */
function readKeys(): Keys {
  const file = keysFile();
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (stat && process.platform !== "win32" && (stat.mode & 0o077) !== 0) {
    fs.chmodSync(file, 0o600);
    process.stderr.write(`Other users could read ${file}. Now only you can; consider creating new keys.\n`);
  }
  // Only saveServer and removeServer write this file.
  return readJson(file) as Keys;
}

function readJson(file: string): object {
  try {
    // An object, unless somebody has written something else into the file.
    return JSON.parse(fs.readFileSync(file, "utf8")) as object;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw new ClientError("input", `${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** Replaces a file at once, so that no other process reads half of it, and only its owner may read it. */
function writePrivate(file: string, content: object): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const candidate = `${file}.${process.pid}`;
  fs.writeFileSync(candidate, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(candidate, file);
}
