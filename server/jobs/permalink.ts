const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** How a URL names a job: by its permalink's uuid, or by its number. */
export type JobKey = { uuid: string } | { id: number };

/** What `[job]` of a path refers to; null if it is neither a uuid nor a number that fits PostgreSQL's integer. */
export function readJobKey(text: string): JobKey | null {
  if (UUID.test(text)) return { uuid: text.toLowerCase() };
  const id = readJobId(text);
  return id === null ? null : { id };
}

/** A job's number; null for anything else. */
export function readJobId(text: string): number | null {
  return /^[1-9]\d{0,9}$/.test(text) && Number(text) <= 2_147_483_647 ? Number(text) : null;
}

/** The path that is a job's permalink. */
export function permalinkOf(job: { uuid: string }): string {
  return `/jobs/${job.uuid}/`;
}
