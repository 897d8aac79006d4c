import { startEngine } from "../engine";
import { makeMortalFunctions } from "./functions";
import { makeClient, makeHandler } from "./harness";

// An engine in a process of its own, to be killed. Says "ready" once it works. It is silent: its database is killed, too.
const client = makeClient();
await startEngine({
  handler: makeHandler(client, makeMortalFunctions(client)),
  slots: 8,
  backoffMs: () => 50,
  onError: () => undefined,
});
process.stdout.write("ready\n");
