import type { SchemaName } from "./schemas";

/** The errors of an endpoint, in addition to 403 and 500, which every endpoint may return. */
export type Refusal = "invalid" | "notFound" | "conflict" | "tooLarge" | "tooOften" | "unavailable";

interface Described {
  status: string;
  description: string;
  headers?: Record<string, unknown>;
}

const described: Record<Refusal, Described> = {
  invalid: { status: "400", description: "The request is malformed, or a field is not valid." },
  notFound: { status: "404", description: "There is nothing at this URL." },
  conflict: { status: "409", description: "The current state does not allow this." },
  tooLarge: { status: "413", description: "The body, a field, a file or the number of files exceeds a limit." },
  tooOften: {
    status: "429",
    description: "Too many requests or too many waiting jobs. `Retry-After` says when to try again.",
    headers: { "Retry-After": { description: "Seconds.", required: true, schema: { type: "integer", minimum: 1 } } },
  },
  unavailable: { status: "503", description: "No worker is online, or none responded in time." },
};

const always: Described[] = [
  {
    status: "403",
    description:
      "The request has no valid key or session, or its user or the key is not allowed to do this. Also for a job of another user.",
  },
];

/** The error responses of an endpoint, by status. `schema`: `Refused` unless given. */
export function refusalResponses(refusals: Refusal[], schema: SchemaName = "Refused"): Record<string, unknown> {
  const all = [...always, ...refusals.map((refusal) => described[refusal])];
  const failed = { status: "500", description: "An error on the server. Find it in the log by `request_id`." };
  return Object.fromEntries(
    [...all.map((each) => ({ ...each, schema })), { ...failed, headers: undefined, schema: "Failed" }].map(
      ({ status, description, headers, schema: name }) => [
        status,
        {
          description,
          ...(headers ? { headers } : {}),
          content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } },
        },
      ],
    ),
  );
}
