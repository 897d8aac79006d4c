import type { z } from "zod";
import type { jobAnswer } from "@/server/api/job-answers";

type JobAnswer = z.input<typeof jobAnswer>;

/** Answers that a job was created, with its address. */
export function createdJob(job: JobAnswer, headers: Record<string, string> = {}): Response {
  return Response.json(job, { status: 201, headers: { location: job.links.self, ...headers } });
}

/** Answers what the caller may see of a changed job. */
export function jobOrNothing(job: JobAnswer | null): Response {
  return job ? Response.json(job) : new Response(null, { status: 204 });
}
