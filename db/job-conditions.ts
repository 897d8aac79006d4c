import { and, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import { pg } from "./client";
import { waitingStatuses } from "./job-state";
import { jobs } from "./schema/jobs";

// The indexes of open jobs are on `ended_at is null`: every condition on open jobs says so, or they would not be used.

/** The jobs that wait or run, for Drizzle. */
export const areOpen = () => isNull(jobs.endedAt);
/** The jobs that no worker has claimed, for Drizzle. */
export const areWaiting = () => and(areOpen(), inArray(jobs.status, [...waitingStatuses]));
/** The jobs whose script runs, for Drizzle. */
export const areRunning = () => and(areOpen(), eq(jobs.status, "running"));
/** The jobs that have ended, for Drizzle. */
export const haveEnded = () => isNotNull(jobs.endedAt);

/** The same for the driver: a condition on the row of a job, under the name that the query gives its table. */
export const jobIsOpen = (table = "jobs") => pg`${pg(table)}.ended_at is null`;
export const jobIsWaiting = (table = "jobs") =>
  pg`(${pg(table)}.ended_at is null and ${pg(table)}.status in ('submitted', 'queued'))`;
export const jobIsRunning = (table = "jobs") => pg`(${pg(table)}.ended_at is null and ${pg(table)}.status = 'running')`;
export const jobHasEnded = (table = "jobs") => pg`${pg(table)}.ended_at is not null`;
