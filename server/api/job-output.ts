import { z } from "zod";
import { outputStreams } from "@/db/schema/jobs";
import { outputEncodings } from "@/server/output/bytes";
import type { OutputStream } from "@/server/output/chunk";
import { jobParams } from "./job-files";
import { operation } from "./operation";

/** The forms in which the output is answered; the first one if the request accepts anything. */
export const outputTypes = ["text/plain", "application/x-ndjson", "text/event-stream"] as const;
export type OutputType = (typeof outputTypes)[number];

// The object's own names.
const streams = Object.keys(outputStreams) as OutputStream[];

export const getOutputOperation = operation({
  method: "get",
  path: "/api/v2/jobs/{id}/output",
  id: "getJobOutput",
  tag: "Jobs",
  summary: "Read or follow what a script prints",
  description: `Offsets count the bytes of all streams together from the start of the run.

- \`text/plain\`: the bytes as they were written so far.
- \`application/x-ndjson\`: a line \`{ "stream", "offset", "at", "text", "next" }\` for each part that was written so far. \`from\` of the next request is the \`next\` of the last line.
- \`text/event-stream\`: the same, live, in events called \`output\`. An event \`state\` comes first and whenever the state changes; \`end\`, with the state and the exit code, comes when the job has ended and all output was sent (with \`files\`, it has a page of the output files, as GET …/files?direction=output answers it); \`gone\` comes if you may no longer see the job. A client that connects again sends the id of the last event as \`Last-Event-ID\`. It receives 204 if it has received \`end\`.`,
  who: "any signed-in user",
  scope: "read",
  params: jobParams,
  query: z.strictObject({
    stream: z
      .enum(streams)
      .optional()
      .meta({ description: "One stream alone. `note`: what the server says about the run." }),
    encoding: z.enum(outputEncodings).optional().meta({
      description:
        "`base64`: the parts have `base64` in place of `text`, with the bytes as they were written. Not for `text/plain`.",
    }),
    from: z.coerce.number().int().min(0).default(0).meta({ description: "The offset of the first byte." }),
    files: z.coerce.number().int().min(1).max(200).optional().meta({
      description: "How many output files the event `end` lists at most. Only for `text/event-stream`.",
    }),
  }),
  headers: { Accept: outputTypes.join(", "), "Last-Event-ID": "The id of the last event that was received." },
  answers: {
    200: { description: "The output.", mediaTypes: [...outputTypes] },
    204: { description: "There are no events to come." },
  },
});

/** The form of the output that a request accepts. */
export function outputTypeOf(accept: string | null | undefined): OutputType {
  const given = (accept ?? "").split(",").map((each) => each.split(";")[0]?.trim().toLowerCase());
  return outputTypes.find((type) => given.includes(type)) ?? "text/plain";
}
