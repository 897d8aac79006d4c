import type { Actor } from "@/server/auth/actor";

/** Who calls a tool, and how to answer them. */
export interface Caller {
  actor: Actor & { kind: "apiKey" };
  /** The origin of absolute addresses. */
  origin: string;
  /** Whether the client knows content of the type `resource_link`, which the protocol has since 2025-06-18. */
  knowsLinks: boolean;
  /** Whether its favorite scripts are tools of their own. */
  wantsFavorites: boolean;
}
