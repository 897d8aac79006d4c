/** A function's options, and whether an Inngest server refuses to register the function. */
export interface Verdict {
  what: string;
  options: object;
  isRefused: boolean;
}

const cron = (expression: string) => ({ triggers: [{ cron: expression }] });
const keys = (count: number) => ({
  concurrency: Array.from({ length: count }, (_, n) => ({ limit: 1, key: `event.data.k${n}` })),
});
const cancels = (count: number) => ({ cancelOn: Array.from({ length: count }, (_, n) => ({ event: `test/c${n}` })) });
const triggers = (count: number) => ({ triggers: Array.from({ length: count }, (_, n) => ({ event: `test/t${n}` })) });
const condition = (text: string) => ({ triggers: [{ event: "test/asks", if: text }] });

const taken: [string, object][] = [
  ["names, ranges, lists and steps in cron", cron("5/10 9-17/2 1,15 jan-MAR Mon-fri")],
  ["question marks in cron", cron("0 0 ? * ?")],
  ["a time zone in cron", cron("TZ=Europe/Paris 0 9 * * *")],
  ["the other way to write it", cron("CRON_TZ=Europe/Paris 0 9 * * *")],
  ["two concurrency keys", keys(2)],
  ["a key over all functions", { concurrency: { limit: 1, scope: "env", key: "event.data.a" } }],
  ["a condition", condition("event.data.n >= 32768 && event.name == 'test/asks'")],
  ["a condition that is no boolean", condition("event.data.n + 1")],
  ["five cancelling events", cancels(5)],
  ["ten triggers", triggers(10)],
  ["twenty retries", { retries: 20 }],
];

const refused: [string, object][] = [
  ["seconds in cron", cron("* * * * * *")],
  ["four fields in cron", cron("* * * *")],
  ["a word for a cron expression", cron("@hourly")],
  ["an interval", cron("@every 5s")],
  ["the last day in cron", cron("0 0 L * *")],
  ["Sunday as 7 in cron", cron("5 4 * * 7")],
  ["a range that ends before it starts in cron", cron("0 0 * * 5-1")],
  ["a minute that does not exist in cron", cron("1-70 * * * *")],
  ["a step of zero in cron", cron("*/0 * * * *")],
  ["an unknown time zone in cron", cron("TZ=Mars/Base 0 0 * * *")],
  ["three concurrency keys", keys(3)],
  ["a limit for all functions without a key", { concurrency: { limit: 1, scope: "account" } }],
  ["a concurrency key that is no expression", { concurrency: { limit: 1, key: "event.data. ==" } }],
  ["a condition that is no expression", condition("event.data. ==")],
  ["a condition with an unknown variable", condition("foo.bar == 1")],
  ["an idempotency key that is no expression", { idempotency: "1 +" }],
  ["a priority that is no expression", { priority: { run: "1 +" } }],
  ["a cancelling event with a condition that is no expression", { cancelOn: [{ event: "test/c", if: "1 +" }] }],
  ["six cancelling events", cancels(6)],
  ["eleven triggers", triggers(11)],
  ["the same trigger twice", { triggers: [{ event: "test/asks" }, { event: "test/asks" }] }],
];

/** What an Inngest server takes and refuses, as it was asked (docs/inngest.md says which). The engine does the same. */
export const verdicts: Verdict[] = [
  ...taken.map(([what, options]) => ({ what, options, isRefused: false })),
  ...refused.map(([what, options]) => ({ what, options, isRefused: true })),
];
