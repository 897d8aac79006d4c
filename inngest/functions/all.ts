import { expire } from "./expire";
import { runJob } from "./run-job";
import { sweep } from "./sweep";

/** Every durable function of Wooey. */
export const functions = [runJob, sweep, expire];
