/** Enough for any program's name and version. */
const LENGTH_MAX = 40;

/** Names that programs send, as people know them. */
const knownNames: Record<string, string> = {
  "claude-ai": "Claude",
  "claude-code": "Claude Code",
  "claude-desktop": "Claude Desktop",
  "codex-mcp-client": "Codex",
  "cursor-vscode": "Cursor",
  cursor: "Cursor",
  "gemini-cli-mcp-client": "Gemini CLI",
  "visual studio code": "VS Code",
};

/**
 * The name of a program as pages and the audit show it; null if nothing readable remains. Anybody can choose such a name,
 * so only letters, digits and the punctuation of names are kept, at most 40 characters.
 */
export function toClientName(text: string | null | undefined): string | null {
  const readable = (text ?? "")
    .slice(0, 10 * LENGTH_MAX)
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N} ._+/-]+/gu, " ")
    .replace(/ +/g, " ");
  const name = [...readable.trim()].slice(0, LENGTH_MAX).join("").trim();
  if (!/[\p{L}\p{N}]/u.test(name)) return null;
  const known = name.toLowerCase();
  return Object.hasOwn(knownNames, known) ? (knownNames[known] ?? name) : name;
}

/**
 * The name of the program in a User-Agent header: its first product, without the version. Null for libraries and
 * browsers, which do not say who uses them.
 */
export function clientNameOfAgent(userAgent: string | null): string | null {
  const product = /^[\w.+-]+/.exec(userAgent ?? "")?.[0] ?? "";
  return anonymousAgents.test(product) ? null : toClientName(product);
}

const anonymousAgents =
  /^(|node|undici|bun|deno|axios|got|node-fetch|python.*|httpx|aiohttp|curl|wget|mozilla|go-http-client|okhttp|java|reqwest)$/i;
