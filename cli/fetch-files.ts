import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { JobFile, Page } from "./api-answers";
import type { ApiClient } from "./api-client";
import { ClientError } from "./exit-codes";
import { isHidden, prepareTarget } from "./fetched-path";
import { clearProgress, showProgress, talk } from "./terminal";

export interface FetchedFile {
  path: string;
  sizeBytes: number;
  /** Where it is stored on this machine. */
  file: string;
}

const PARALLEL = 4;

/** All files that a job has written. */
export async function listOutputFiles(api: ApiClient, job: number | string): Promise<JobFile[]> {
  const files: JobFile[] = [];
  let after: string | undefined;
  do {
    const page: Page<JobFile> = await api.json<Page<JobFile>>(`/api/v2/jobs/${job}/files`, {
      query: { limit: 200, after, direction: "output" },
    });
    files.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return files;
}

/**
 * Stores files of a job below `folder`, a few at a time; a file that is there already is replaced. A name that leads out
 * of the folder is refused, and the others are stored. @throws ClientError at the end, if any could not be stored
 */
export async function fetchFiles(
  api: ApiClient,
  { job, files }: { job: number | string; files: JobFile[] },
  { folder, signal }: { folder: string; signal?: AbortSignal },
): Promise<FetchedFile[]> {
  fs.mkdirSync(folder, { recursive: true });
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const fetched: FetchedFile[] = [];
  const failures: Error[] = [];
  const waiting = [...files];
  let done = 0;
  const onBytes = (count: number) => {
    done += count;
    showProgress("Fetching files", { done, total });
  };
  const fetchNext = async (): Promise<void> => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      try {
        fetched.push(await fetchFile(api, { job, file, folder, onBytes, ...(signal ? { signal } : {}) }));
      } catch (error) {
        failures.push(error instanceof Error ? error : new Error(String(error)));
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, fetchNext));
  clearProgress();
  for (const failure of failures.slice(1)) talk(failure.message);
  if (failures[0]) throw failures[0];
  return fetched.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Without those that are hidden, such as `.bashrc`, which only `wooey get ID PATH` fetches. */
export function withoutHidden(files: JobFile[]): JobFile[] {
  const hidden = files.filter(({ path: name }) => isHidden(name));
  for (const { path: name } of hidden) talk(`${JSON.stringify(name)} is hidden and was not fetched.`);
  return files.filter((file) => !hidden.includes(file));
}

interface Fetch {
  job: number | string;
  file: JobFile;
  folder: string;
  onBytes: (count: number) => void;
  signal?: AbortSignal;
}

/** The file appears under its name only when it is complete. */
async function fetchFile(api: ApiClient, { job, file, folder, onBytes, signal }: Fetch): Promise<FetchedFile> {
  const target = prepareTarget(folder, file.path);
  const partial = path.join(path.dirname(target), `.${randomBytes(6).toString("hex")}.wooey-part`);
  try {
    const answer = await api.send(fileAddress(job, file.path), {
      headers: { accept: "*/*" },
      ...(signal ? { signal } : {}),
    });
    answer.on("data", (chunk: Buffer) => onBytes(chunk.length));
    await pipeline(answer, fs.createWriteStream(partial, { flags: "wx" }), signal ? { signal } : {});
    const { size } = fs.statSync(partial);
    if (size !== file.sizeBytes)
      throw new ClientError("server", `${file.path}: only ${size} of ${file.sizeBytes} bytes arrived.`);
    fs.renameSync(partial, target);
  } finally {
    fs.rmSync(partial, { force: true });
  }
  return { path: file.path, sizeBytes: file.sizeBytes, file: target };
}

/** The address of a file of a job; every part of its path is encoded by itself. */
export function fileAddress(job: number | string, name: string): string {
  return `/api/v2/jobs/${job}/files/${name.split("/").map(encodeURIComponent).join("/")}`;
}
