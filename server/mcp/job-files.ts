import type { ContentBlock } from "@modelcontextprotocol/server";
import { z } from "zod";
import { getJobFileByPath } from "@/server/jobs/download";
import { listFilesOf } from "@/server/jobs/files";
import { permalinkOf } from "@/server/jobs/permalink";
import { getJobHandle, type JobHandle } from "@/server/jobs/queries";
import type { JobFileView } from "@/server/jobs/view";
import type { Caller } from "./caller";
import { isPicture, isText, pictureOf, readText, TEXT_BYTES_MAX } from "./inline-content";
import { jobArgument } from "./job-argument";
import { tool } from "./tool";

/** A page of the list. */
const FILES_MAX = 100;
/** How many files of a list are also links: they repeat what the list says. */
const LINKS_MAX = 10;

export const fileSchema = z.object({
  path: z.string(),
  direction: z.enum(["input", "output"]),
  sizeBytes: z.int(),
  mediaType: z.string(),
  url: z.string().describe("Download it with the same key."),
  withheld: z.string().optional(),
});

const input = z.strictObject({
  job: jobArgument,
  path: z.string().max(4096).optional().describe("Returns this file: text and pictures inline, others as a link."),
  offset: z.int().min(0).optional().describe("Where in a text to start, in bytes."),
  after: z.int().min(0).optional().describe("The next of the previous call, for a longer list."),
});

const output = z.object({
  files: z.array(fileSchema),
  text: z.string().optional(),
  next: z.int().nullable().describe("If there is more: the next after, or offset in the text."),
});

export const jobFilesTool = tool({
  name: "job_files",
  title: "List and read a job's files",
  description: `Without path: the files that a job has written and received. With path: the file itself, up to ${TEXT_BYTES_MAX / 1024} kB of text at once, or a picture.`,
  input,
  output,
  scope: "read",
  run: async (caller, { job, path, offset = 0, after = 0 }) => {
    if (path !== undefined) return readFile(caller, { job, path }, offset);
    const handle = await getJobHandle(caller.actor, job);
    const files = await listFilesOf(handle.id, { showsInputs: handle.showsInputs, after, limit: FILES_MAX + 1 });
    const shown = files.slice(0, FILES_MAX);
    return {
      data: {
        files: shown.map((file) => toFile(caller, handle, file)),
        next: files.length > FILES_MAX ? (shown.at(-1)?.id ?? null) : null,
      },
      content: shown.slice(0, LINKS_MAX).map((file) => toLink(caller, handle, file)),
    };
  },
});

async function readFile(caller: Caller, { job, path }: { job: string; path: string }, offset: number) {
  const [handle, file] = await Promise.all([
    getJobHandle(caller.actor, job),
    getJobFileByPath(caller.actor, job, { path }),
  ]);
  const files = [toFile(caller, handle, file)];
  if (isText(file)) return { data: { files, ...(await readText(file, offset)) } };
  const content: ContentBlock = isPicture(file) ? await pictureOf(file) : toLink(caller, handle, file);
  return { data: { files, next: null }, content: [content] };
}

/** A file as the tools describe it. */
export function toFile(caller: Caller, job: Pick<JobHandle, "uuid">, file: JobFileView): z.output<typeof fileSchema> {
  const { path, direction, sizeBytes, mediaType, withheld } = file;
  const about = { path, direction, sizeBytes, mediaType, url: urlOf(caller, job, file) };
  return withheld === null ? about : { ...about, withheld };
}

/** A link to a file. */
function toLink(caller: Caller, job: Pick<JobHandle, "uuid">, file: JobFileView): ContentBlock {
  const { path, mediaType, sizeBytes } = file;
  return { type: "resource_link", uri: urlOf(caller, job, file), name: path, mimeType: mediaType, size: sizeBytes };
}

function urlOf({ origin }: Caller, job: Pick<JobHandle, "uuid">, { id, path }: JobFileView): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return `${origin}${permalinkOf(job)}files/${id}/${encodeURIComponent(name)}`;
}
