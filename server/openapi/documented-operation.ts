import type { JsonSchema } from "./schemas";

/** An operation as the document writes it. */
export interface DocumentedOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, Answer>;
}

/** A parameter as the document writes it. */
export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  description: string;
  schema: JsonSchema;
}

/** A response as the document writes it. */
export interface Answer {
  description: string;
  headers?: Record<string, { description: string }>;
  content?: Record<string, { schema: JsonSchema }>;
}
