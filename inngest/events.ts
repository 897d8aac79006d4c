/** A job with this id has been committed and must be run; `attempt` counts its runs. */
export const jobSubmitted = "job/submitted";
/** This attempt of the job has ended; the job's row says how. */
export const jobEnded = "job/ended";

/** A type and not an interface, because the SDK requires an index signature. */
export type JobEventData = { jobId: number; attempt: number };
