import { z } from "zod";
import type { UploadProgress } from "@/server/uploads/queries";
import { apiSchemas, operation, time } from "./operation";

const upload = z
  .strictObject({
    id: z.uuid().meta({ description: 'The file in an input: `{ "$upload": id }`.' }),
    filename: z.string(),
    sizeBytes: z.int().min(0),
    receivedBytes: z.int().min(0).meta({ description: "Where to continue; equal to the size once it is complete." }),
    isComplete: z.boolean(),
    expiresAt: time,
  })
  .register(apiSchemas, { id: "Upload" });

const params = { id: { description: "The id of an upload.", schema: { type: "string", format: "uuid" } } };
const path = "/api/v2/uploads";
const ofUpload = { path: `${path}/{id}`, tag: "Uploads", who: "the owner", scope: "run", params } as const;
const version = { "Tus-Resumable": "`1.0.0`, the version of the protocol tus; it may be left out." };
const progress = {
  "Upload-Offset": "How many bytes have been received.",
  "Upload-Length": "The size of the file.",
  "Upload-Expires": "When it is removed unless something happens before.",
};

export const createUploadOperation = operation({
  method: "post",
  path,
  id: "createUpload",
  tag: "Uploads",
  summary: "Send a file for a job",
  description:
    'In one request: the body is the file, with its name as `filename`, or multipart/form-data with one file. Or in several requests, so that an interrupted upload can continue (tus 1.0.0): this request has the header `Upload-Length` and no body, and PATCH sends the bytes. In the input of a job the file is `{ "$upload": id }`. It is removed when a job has taken it over, and after 24 hours without activity.',
  who: "any signed-in user",
  scope: "run",
  query: z.strictObject({ filename: z.string().max(1000).optional().meta({ description: "The name of the file." }) }),
  headers: {
    ...version,
    "Upload-Length": "Opens an upload of so many bytes, which PATCH sends.",
    "Upload-Metadata": "With `Upload-Length`: `filename` and the name in Base64, separated by a space.",
  },
  isSubmission: true,
  body: {
    isOptional: true,
    mediaTypes: {
      "application/octet-stream": { type: "string", format: "binary" },
      "multipart/form-data": {
        type: "object",
        properties: { file: { type: "string", format: "binary" } },
        required: ["file"],
      },
    },
  },
  answers: {
    201: { description: "The upload.", schema: upload, headers: { Location: "Its address.", ...progress } },
  },
  refusals: ["tooLarge", "unavailable", "conflict"],
});

export const getUpload = operation({
  ...ofUpload,
  method: "get",
  id: "getUpload",
  summary: "See how far an upload has got",
  description:
    "Whoever asks wants to continue: a request that is still sending bytes of it is ended. HEAD answers the headers alone.",
  headers: version,
  answers: { 200: { description: "The upload.", schema: upload, headers: progress } },
  refusals: ["notFound"],
});

export const appendToUploadOperation = operation({
  ...ofUpload,
  method: "patch",
  id: "continueUpload",
  summary: "Send bytes of an upload",
  description: "What has arrived is kept if the request breaks off. With its last byte, the upload is complete.",
  headers: { ...version, "Upload-Offset": "Where in the file the bytes belong: as many as have been received." },
  isSubmission: true,
  body: { mediaTypes: { "application/offset+octet-stream": { type: "string", format: "binary" } } },
  answers: { 204: { description: "The bytes have been received.", headers: progress } },
  refusals: ["notFound", "conflict", "tooLarge", "unavailable"],
});

export const cancelUploadOperation = operation({
  ...ofUpload,
  method: "delete",
  id: "cancelUpload",
  summary: "Cancel an upload",
  answers: { 204: { description: "It is removed." } },
  refusals: ["notFound"],
});

/** An upload. */
export function toUploadAnswer({ expiresAt, ...progress }: UploadProgress): z.input<typeof upload> {
  return { ...progress, expiresAt: expiresAt.toISOString() };
}
