import type { Job, Page } from "./api-answers";
import { openInBrowser } from "./browser";
import { connect, type ServerOptions } from "./connection";
import { ClientError, exitCodes } from "./exit-codes";
import { fetchFiles, fileAddress, listOutputFiles } from "./fetch-files";
import { collect } from "./pages";
import { pipeToStdout } from "./script-output";
import { print, printJson, printTable, talk } from "./terminal";
import { exitCodeOf, waitForEnd } from "./wait-for-end";

interface JobsOptions extends ServerOptions {
  status?: string;
  script?: string;
  owner?: string;
  tag?: string;
  since?: string;
  limit?: string;
  json?: true;
}

/** `wooey jobs [WORDS…]`: your jobs, the newest first. */
export async function jobs(words: string[], { limit, json, server, ...filters }: JobsOptions): Promise<void> {
  const api = connect({ ...(server === undefined ? {} : { server }) });
  const query = { q: words.join(" ") || undefined, ...filters };
  const found = await collect(limit, (page) => api.json<Page<Job>>("/api/v2/jobs", { query: { ...query, ...page } }));
  if (json) return printJson(found);
  if (found.length === 0) return talk("There are no matching jobs.");
  printTable(
    found.map(({ id, status, exitCode, script, createdAt, name }) => [
      String(id),
      exitCode ? `${status} (${exitCode})` : status,
      script.slug,
      createdAt.replace("T", " ").slice(0, 16),
      name,
    ]),
  );
}

/** `wooey wait ID…`: ends with the exit code of the first script that failed, else 0. */
export async function waitFor(
  ids: string[],
  { timeout, json, ...options }: ServerOptions & { timeout?: string; json?: true },
): Promise<void> {
  const api = connect(options);
  const until = deadline(timeout, "--timeout");
  const ended: Job[] = [];
  for (const id of ids) ended.push(await waitForEnd(api, readJobId(id), { until }));
  if (json) printJson(ended.length === 1 ? ended[0] : ended);
  else
    for (const { id, status, exitCode } of ended) print(`${id}\t${status}${exitCode === null ? "" : `\t${exitCode}`}`);
  process.exitCode = ended.map(exitCodeOf).find((code) => code !== exitCodes.done) ?? exitCodes.done;
}

/** `wooey cancel ID…` */
export async function cancel(ids: string[], { json, ...options }: ServerOptions & { json?: true }): Promise<void> {
  const api = connect(options);
  const cancelled: Job[] = [];
  for (const id of ids) cancelled.push(await api.json<Job>(`/api/v2/jobs/${readJobId(id)}/cancel`, { method: "POST" }));
  if (json) return printJson(cancelled.length === 1 ? cancelled[0] : cancelled);
  for (const { id, status } of cancelled)
    talk(status === "running" ? `Job ${id} is being stopped.` : `Job ${id} is ${status}.`);
}

interface GetOptions extends ServerOptions {
  out?: string;
  json?: true;
}

/** `wooey get ID [PATH…]`: fetches all files that a job has written, or these; `--out -` prints them. */
export async function get(id: string, paths: string[], { out = ".", json, ...options }: GetOptions): Promise<void> {
  const api = connect(options);
  const job = readJobId(id);
  const all = await listOutputFiles(api, job);
  const missing = paths.find((path) => !all.some((file) => file.path === path || file.path.startsWith(`${path}/`)));
  if (missing !== undefined) throw new ClientError("input", `Job ${id} has no file ${missing}.`);
  const isChosen = (name: string) => paths.some((path) => name === path || name.startsWith(`${path}/`));
  const files = paths.length === 0 ? all : all.filter((file) => isChosen(file.path));
  if (files.length === 0) return talk(`Job ${id} has written no files.`);
  if (out === "-") {
    for (const file of files)
      await pipeToStdout(await api.send(fileAddress(job, file.path), { headers: { accept: "*/*" } }));
    return;
  }
  const fetched = await fetchFiles(api, { job, files }, { folder: out });
  if (json) return printJson(fetched);
  for (const file of fetched) print(file.file);
}

/** `wooey open [ID | SLUG]`: opens a job, a script or the server in the browser, and prints the address. */
export async function open(target: string | undefined, options: ServerOptions): Promise<void> {
  const { url } = connect(options);
  const address = target === undefined ? `${url}/` : `${url}/${addressOf(target)}/`;
  print(address);
  openInBrowser(address);
}

function addressOf(target: string): string {
  return isJobId(target) ? `jobs/${readJobId(target)}` : `scripts/${encodeURIComponent(target)}`;
}

/** The number or uuid of a job, also at the end of its address. @throws ClientError for any other text */
export function readJobId(text: string): string {
  const id = text.replace(/\/+$/, "").split("/").at(-1) ?? "";
  if (isJobId(id)) return id;
  throw new ClientError("input", `${text} is not the number, uuid or permalink of a job.`);
}

function isJobId(text: string): boolean {
  return /^(?:[1-9]\d{0,9}|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})$/i.test(
    text.replace(/\/+$/, "").split("/").at(-1) ?? "",
  );
}

/** When a number of seconds is over; null without one. @throws ClientError */
export function deadline(seconds: string | undefined, option: string): number | null {
  if (seconds === undefined) return null;
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(seconds)) throw new ClientError("input", `${option} is a number of seconds.`);
  return Date.now() + Number(seconds) * 1000;
}
