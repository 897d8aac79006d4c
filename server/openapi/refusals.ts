import type { SchemaName } from "./schemas";

/** What an endpoint may refuse with, beside 403 and 500, which all may. */
export type Refusal = "invalid" | "notFound" | "conflict" | "tooLarge" | "tooOften" | "unavailable";

interface Described {
  status: string;
  description: string;
  headers?: Record<string, unknown>;
}

const described: Record<Refusal, Described> = {
  invalid: { status: "400", description: "The request is malformed, or a field is not valid." },
  notFound: { status: "404", description: "There is nothing under this address." },
  conflict: { status: "409", description: "It is not in a state in which this can be done." },
  tooLarge: { status: "413", description: "The body, its fields, its files or their number are over a limit." },
  tooOften: {
    status: "429",
    description: "Too often, or too many jobs wait already. `Retry-After` says when to try again.",
    headers: { "Retry-After": { description: "Seconds.", required: true, schema: { type: "integer", minimum: 1 } } },
  },
  unavailable: { status: "503", description: "No worker is online, or none answered in time." },
};

const always: Described[] = [
  {
    status: "403",
    description: "No valid key or session came with it, or its holder may not do this (also to another's job).",
  },
];

/** The answers of an endpoint that are no success, by status. `schema`: `Refused` unless told otherwise. */
export function refusalResponses(refusals: Refusal[], schema: SchemaName = "Refused"): Record<string, unknown> {
  const all = [...always, ...refusals.map((refusal) => described[refusal])];
  const failed = { status: "500", description: "A failure of the server. It is in the log under `request_id`." };
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
