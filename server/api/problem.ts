import { z } from "zod";
import { apiSchemas } from "./operation";

/** An error of API v2, by RFC 9457. */
export const problemSchema = z
  .strictObject({
    type: z.literal("about:blank"),
    title: z.string().meta({ description: "The words of the status." }),
    status: z.int().min(400).max(599),
    detail: z.string().meta({ description: "What is wrong, as a sentence." }),
    requestId: z.uuid().meta({ description: "Identifies the error. That of an error on the server is in its log." }),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().optional().meta({ description: "Where in the body: a JSON pointer (RFC 6901)." }),
          parameter: z.string().optional().meta({ description: "The name of the query parameter." }),
          detail: z.string(),
          given: z.unknown().optional().meta({ description: "What was sent there, if it is short and no secret." }),
          allowed: z
            .unknown()
            .optional()
            .meta({ description: "The values, or keywords of JSON Schema, that are allowed." }),
        }),
      )
      .optional(),
    error: z.string().optional().meta({
      description: "Why there is no token yet, in the words of OAuth 2.0; only of POST /api/v2/device/token.",
    }),
  })
  .register(apiSchemas, { id: "Problem" });
export type Problem = z.output<typeof problemSchema>;
