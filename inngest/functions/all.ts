import { expire } from "./expire";
import { runJob } from "./run-job";
import { sweep } from "./sweep";

/** All durable functions of Wooey. */
export const functions = [runJob, sweep, expire];
