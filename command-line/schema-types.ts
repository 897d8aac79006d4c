/** The keywords of JSON Schema 2020-12 that describe the input of a script. */
export interface JsonSchema {
  $schema?: string;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  title?: string;
  description?: string;
  deprecated?: true;
  writeOnly?: true;
  default?: unknown;
  examples?: unknown[];
  type?: JsonType | JsonType[];
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  prefixItems?: JsonSchema[];
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  dependentRequired?: Record<string, string[]>;
  additionalProperties?: false;
  allOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  not?: JsonSchema;
  /** The function of the script that may refuse more than the schema does; true where its name is not known. */
  "x-checked-by-script"?: string | true;
  /** A default that cannot be given, as a text for people. */
  "x-wooey-default"?: string;
  /** Python's strptime formats of a date; the date has to exist. */
  "x-wooey-date-formats"?: string[];
  /** Numbers outside of these bounds are changed to the nearest bound. */
  "x-wooey-clamp"?: { minimum?: number; maximum?: number };
  /** The script refuses a path that does not exist. */
  "x-wooey-must-exist"?: true;
  /** The script refuses a path that exists and is something else. */
  "x-wooey-path-kind"?: "file" | "directory";
  /** The longest text in bytes of UTF-8. */
  "x-wooey-max-bytes"?: number;
  /** The longest command line in bytes, with 9 more for each argument. */
  "x-wooey-arguments-max-bytes"?: number;
  /** Only arguments that the script's parser does not know. */
  "x-wooey-unknown-arguments"?: true;
}

export type JsonType = "string" | "integer" | "number" | "boolean" | "object" | "array" | "null";
