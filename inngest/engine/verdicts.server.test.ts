import { expect, test } from "vitest";
import { makeClient, serveFunctions } from "./testing/harness";
import { verdicts } from "./testing/verdicts";

// What registry.test.ts expects of the engine. Each function is the only one of an app of its own.
test.each(verdicts)("$what: the Inngest server decides as the engine does", async ({ options, isRefused }) => {
  const client = makeClient(`verdict-${verdicts.findIndex((verdict) => verdict.options === options)}`);
  const asks = { id: "asks", triggers: [{ event: "test/asks" }], ...options };
  const served = serveFunctions(client, [client.createFunction(asks, async () => undefined)]);
  if (isRefused) return expect(served).rejects.toThrow("At least one function is invalid");
  await (await served).stop();
});
