import { expire } from "./expire";
import { storeLongOutput } from "./store-long-output";
import { sweep } from "./sweep";

/** All durable functions of Wooey. */
export const functions = [storeLongOutput, sweep, expire];
