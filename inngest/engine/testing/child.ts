import { startEngine } from "../engine";
import { makeMortalFunctions } from "./functions";
import { makeClient, makeHandler } from "./harness";

// An engine in its own process, to be killed. It prints "ready" when it works, and no errors, because its database is
// killed as well.
const client = makeClient();
await startEngine({
  handler: makeHandler(client, makeMortalFunctions(client)),
  slots: 8,
  backoffMs: () => 50,
  onError: () => undefined,
});
process.stdout.write("ready\n");
