import { z } from "zod";

/** The job that a tool is about, as its path names it: `getJobHandle` reads both. */
export const jobArgument = z
  .union([z.int(), z.string().max(40)], { error: "Give the number of a job, or the uuid in its link." })
  .transform(String)
  .describe("The job's number, or the uuid in its link.");
