// The parts of API v2's answers that the client uses. /api/openapi.json describes them in full.

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface Me {
  username: string;
  fullName: string;
  role: string;
  key: { name: string; scopes: string[]; scripts: string[] | null; expiresAt: string | null } | null;
}

export interface ScriptSummary {
  slug: string;
  name: string;
  description: string;
  group: { slug: string; name: string };
  version: string;
}

export interface Job {
  id: number;
  uuid: string;
  name: string;
  status: string;
  exitCode: number | null;
  script: { slug: string; name: string };
  createdAt: string;
  /** `exit`, or what ended the script before it ended itself. */
  endedBy: string | null;
  /** How it ended, if the exit code alone does not explain it. */
  message: string | null;
}

export interface JobFile {
  path: string;
  sizeBytes: number;
  direction?: "input" | "output";
}

export interface Upload {
  id: string;
  sizeBytes: number;
  receivedBytes: number;
}
