import { assigned, reads, type UsesOfLanguage, writes } from "./language";

/** What awk reads itself is in readAwkSource. */
export const awkUses: UsesOfLanguage = {
  expressions: ({ nargs }, index, source) => {
    if (nargs === "*") return [];
    const variables = assigned(source, `\\b([A-Za-z_]\\w*)\\s*=\\s*ARGV\\[${index + 1}\\]`);
    return [`ARGV\\[${index + 1}\\]`, ...variables.map((name) => `\\b${name}\\b(?![\\[(])`)];
  },
  patterns: [
    [`\\bprintf?\\b[^\\n;}]{0,200}>>?\\s*\\(?X`, writes],
    [`\\bgetline\\b(?:\\s+\\w+)?\\s*<\\s*\\(?X`, reads],
  ],
};
