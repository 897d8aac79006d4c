import { randomUUID } from "node:crypto";
import type { CallToolResult } from "@modelcontextprotocol/server";
import { ZodError, type z } from "zod";
import type { AppError, ErrorDetail } from "@/server/errors";
import { logFailure, toAppError } from "@/server/http/errors";
import { detailsOf } from "@/server/http/issue-details";
import { toAgentDetail } from "./agent-schema";

interface FailedCall {
  tool: string;
  /** Of the arguments. */
  schema: z.ZodObject;
  given: unknown;
  notFoundAdvice?: string | undefined;
}

/**
 * An error as a result that an agent can act on: what is wrong, and for each field what was given and what is allowed. A
 * failure of the server itself is logged with the id that the result names.
 */
export function toErrorResult(error: unknown, { tool, schema, given, notFoundAdvice }: FailedCall): CallToolResult {
  if (error instanceof ZodError)
    return toResult("The arguments are not valid.", detailsOf(error, { operation: { body: { schema } }, body: given }));
  const known = toAppError(error);
  if (known?.code === "not_found" && !known.details)
    return toResult([known.message, notFoundAdvice].filter(Boolean).join(" "), []);
  if (known) return toResult(known.message, known.details ?? fieldDetails(known), known.retryAfterSeconds);
  const requestId = randomUUID();
  logFailure(requestId, `MCP ${tool}`, error);
  return toResult(`Internal error. Tell the administrator of this site the request id ${requestId}.`, []);
}

function toResult(message: string, details: ErrorDetail[], retryAfterSeconds?: number): CallToolResult {
  const lines = details.map(toAgentDetail).map(toLine);
  // The message of several errors is often that of the first.
  const isRepeated = details.some(({ detail }) => detail === message);
  const retry = retryAfterSeconds === undefined ? [] : [`Try again in ${retryAfterSeconds} s.`];
  const text = [...(isRepeated ? [] : [message]), ...lines, ...retry].join("\n");
  return { isError: true, content: [{ type: "text", text }] };
}

const TEXT_MAX = 500;

function toLine({ pointer, parameter, detail, given, allowed }: ErrorDetail): string {
  const field = pointer || parameter;
  const sentence = /[.!?。！？]$/.test(detail) ? detail : `${detail}.`;
  const parts = [
    field ? `${field}: ${sentence}` : sentence,
    ...(given === undefined ? [] : [`Given: ${toText(given)}.`]),
    ...(allowed === undefined ? [] : [`Allowed: ${toText(allowed)}.`]),
  ];
  return parts.join(" ");
}

function toText(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
}

function fieldDetails({ fields }: AppError): ErrorDetail[] {
  return Object.entries(fields).flatMap(([field, messages]) =>
    messages.map((detail) => (field === "__all__" ? { detail } : { pointer: `/${field}`, detail })),
  );
}
