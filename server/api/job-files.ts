import { z } from "zod";
import { fileKinds } from "@/db/schema/jobs";
import type { Actor } from "@/server/auth/actor";
import { AppError } from "@/server/errors";
import { type ListedFile, listJobFiles } from "@/server/jobs/list-files";
import { t } from "@/server/language/text";
import { fromCursor, idCursor, toCursor } from "./cursor";
import { apiSchemas, operation, pageOf, pageQuery, time } from "./operation";

const directions = ["input", "output"] as const;

const jobFile = z
  .strictObject({
    id: z.int32(),
    direction: z.enum(directions).meta({ description: "`input`: passed to the script. `output`: written by it." }),
    path: z.string().meta({ description: "Relative to the folder in which the script ran." }),
    sizeBytes: z.int(),
    kind: z.enum(fileKinds),
    mediaType: z.string(),
    parameter: z
      .string()
      .nullable()
      .meta({ description: "The parameter that it is the value of; `$stdin` for the script's standard input." }),
    createdAt: time,
    sha256: z.string().nullable().meta({ description: "In hex; null for a withheld file." }),
    url: z.string().nullable().meta({ description: "Where to fetch it, on this server; null for a withheld file." }),
    withheld: z
      .string()
      .nullable()
      .meta({ description: "Why the virus scanner of this server keeps it back; null if it may be fetched." }),
  })
  .register(apiSchemas, { id: "JobFile" });

export const jobParams = {
  id: { description: "The number of a job, or the uuid of its permalink.", schema: { type: ["integer", "string"] } },
};

const filesQuery = z.strictObject({
  direction: z.enum(directions).optional().meta({ description: "Only files that were passed in, or written." }),
  ...pageQuery,
});

export const listFilesOperation = operation({
  method: "get",
  path: "/api/v2/jobs/{id}/files",
  id: "listJobFiles",
  tag: "Jobs",
  summary: "List the files of a job",
  description:
    "Input files first, if you may see them; then what the script has written, in the order in which it was stored. A job that still runs may get more files after the last page.",
  who: "any signed-in user",
  scope: "read",
  params: jobParams,
  query: filesQuery,
  answers: { 200: { description: "A page of files.", schema: pageOf(jobFile) } },
});

export const getFileOperation = operation({
  method: "get",
  path: "/api/v2/jobs/{id}/files/{path}",
  id: "getJobFile",
  tag: "Jobs",
  summary: "Fetch a file of a job",
  description:
    "A file that the virus scanner of this server keeps back is refused with 403, and with 503 until it was checked.",
  who: "any signed-in user",
  scope: "read",
  params: { ...jobParams, path: { description: "The path of the file; percent-encode each of its names." } },
  query: z.strictObject({
    direction: z
      .enum(directions)
      .default("output")
      .meta({ description: "`input` for a file that was passed to the script." }),
  }),
  headers: {
    Range: "One range of bytes, such as `bytes=1000-`.",
    "If-Range": "The ETag of the part that you have: another file is then sent in full.",
  },
  hasEtag: true,
  answers: {
    200: { description: "The file.", mediaTypes: ["application/octet-stream", "*/*"] },
    206: { description: "A part of the file.", mediaTypes: ["application/octet-stream", "*/*"] },
  },
  refusals: ["range", "unavailable"],
});

export const getArchiveOperation = operation({
  method: "get",
  path: "/api/v2/jobs/{id}/archive",
  id: "getJobArchive",
  tag: "Jobs",
  summary: "Fetch all output files of a job as one archive",
  description: "Files that the virus scanner keeps back are left out.",
  who: "any signed-in user",
  scope: "read",
  params: jobParams,
  query: z.strictObject({ format: z.enum(["zip", "tar.gz"]).default("zip") }),
  answers: { 200: { description: "The archive.", mediaTypes: ["application/zip", "application/gzip"] } },
});

/** A page of a job's files. @throws not_found, invalid on `after` */
export async function listFiles(actor: Actor, job: string, query: z.output<typeof filesQuery>) {
  const [after] = fromCursor(idCursor, query.after) ?? [0];
  const { files, hasMore } = await listJobFiles(actor, job, { ...query, after });
  const last = files.at(-1);
  return { items: files.map((file) => toJobFile(job, file)), next: hasMore && last ? toCursor([last.id]) : null };
}

/** The path of a file in its address, each name decoded. @throws not_found for one that is not encoded correctly */
export function readFilePath(url: string): string {
  const [, encoded = ""] = /^\/api\/v2\/jobs\/[^/]*\/files\/(.*?)\/?$/.exec(new URL(url).pathname) ?? [];
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new AppError("not_found", t("File not found."));
  }
}

function toJobFile(job: string, { withheld, sha256, createdAt, ...file }: ListedFile): z.output<typeof jobFile> {
  const isOpen = withheld === null;
  const url = isOpen ? fileUrl(job, file) : null;
  return { ...file, createdAt: createdAt.toISOString(), sha256: isOpen ? sha256 : null, url, withheld };
}

function fileUrl(job: string, { path, direction }: Pick<ListedFile, "path" | "direction">): string {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return `/api/v2/jobs/${job}/files/${encoded}${direction === "input" ? "?direction=input" : ""}`;
}
