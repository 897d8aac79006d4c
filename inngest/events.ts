/** An attempt of a job has ended, however it ended. */
export const jobEnded = "job/ended";

/** A type and not an interface, because the SDK requires an index signature. */
export type JobEnded = { jobId: number; attempt: number; status: string; outputBytes: number };
