import { ClientError, type exitCodes } from "./exit-codes";

/** What the server answers instead of what was asked for (RFC 9457). */
interface Problem {
  title?: string;
  detail?: string;
  requestId?: string;
  errors?: { pointer?: string; parameter?: string; detail?: string; given?: unknown; allowed?: unknown }[];
}

/** An answer of 400 and more. `problem` is what the server sent, for callers that look into it. */
export class AnswerError extends ClientError {
  readonly status: number;
  readonly problem: unknown;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, text: string, { retryAfter, where }: { retryAfter?: string | undefined; where: string }) {
    const problem = parse(text);
    super(kindOf(status), sentencesOf(status, problem, where));
    this.name = "AnswerError";
    this.status = status;
    this.problem = problem;
    const seconds = Number(retryAfter);
    this.retryAfterSeconds = retryAfter !== undefined && Number.isFinite(seconds) ? seconds : undefined;
  }
}

function kindOf(status: number): keyof typeof exitCodes {
  if (status === 401 || status === 403) return "notAllowed";
  if (status === 408 || status === 429 || status === 503) return "retryLater";
  return status >= 500 ? "server" : "input";
}

function sentencesOf(status: number, problem: Problem, where: string): string {
  const lines = (problem.errors ?? []).map(({ pointer, parameter, detail, given, allowed }) => {
    // The client sends every file that it finds under a name in the arguments.
    if (pointer === "/args" && typeof given === "string") return `${given}: no such file.`;
    const name = parameter ?? nameOf(pointer);
    const hint = allowed === undefined ? "" : ` (allowed: ${toText(allowed)})`;
    return `${name ? `${name}: ` : ""}${detail ?? "is not valid"}${hint}`;
  });
  const head = problem.detail ?? problem.title;
  const isRepeated = lines.length > 0 && (problem.errors ?? []).some(({ detail }) => detail === head);
  const all = [...(head === undefined || isRepeated ? [] : [head]), ...lines];
  if (all.length === 0) all.push(`${where} answered ${status}.`);
  if (status === 401) all.push("Run wooey login to store a key that works.");
  if (status >= 500 && problem.requestId) all.push(`The server's log has more under ${problem.requestId}.`);
  return all.join("\n");
}

/** `/input/threads` as people know the parameter: `threads`. Messages about arguments name it themselves. */
function nameOf(pointer: string | undefined): string {
  const parts = (pointer ?? "").split("/").slice(1);
  if (parts[0] === "input" || parts[0] === "args") parts.shift();
  return parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")).join(".");
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(toText).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Also what a proxy or API v1 answers. */
function parse(text: string): Problem {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return {};
    if ("valid" in value && "errors" in value && !Array.isArray(value.errors)) {
      return {
        detail: Object.values(value.errors ?? {})
          .flat()
          .join(" "),
      };
    }
    // The fields are checked where they are used: a text or nothing, by the server's own schema.
    return value as Problem;
  } catch {
    return {};
  }
}
