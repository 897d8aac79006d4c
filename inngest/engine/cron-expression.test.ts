import { describe, expect, test } from "vitest";
import { cronProblem, nextCron } from "./cron-expression";

describe("nextCron", () => {
  test("is in the future, in UTC or in the given time zone", () => {
    expect(nextCron("* * * * *").getTime()).toBeGreaterThan(Date.now());
    expect(nextCron("30 9 * * *").getUTCHours()).toBe(9);
    expect(nextCron("TZ=Asia/Tokyo 30 9 * * *").getUTCHours()).toBe(0);
    expect(nextCron("CRON_TZ=Asia/Tokyo 30 9 * * *").getUTCHours()).toBe(0);
  });

  test.each([
    ["7/20 * * * *", [7, 27, 47]],
    ["5-9/2,50 * * * *", [5, 7, 9, 50]],
    ["59/5 * * * *", [59]],
  ])("%s fires at the minutes %j of an hour", (expression, minutes) => {
    expect(minutes).toContain(nextCron(expression).getUTCMinutes());
    for (let minute = 0; minute < 60; minute++) {
      // A minute of its own among others changes nothing; another one comes first when it is next.
      const both = nextCron(`${expression.split(" ")[0]},${minute} * * * *`).getTime();
      if (minutes.includes(minute)) expect(both).toBe(nextCron(expression).getTime());
    }
  });

  test("fires on the days of the month and on those of the week if both are restricted", () => {
    const next = nextCron("0 0 13 * fri");
    expect(next.getUTCDate() === 13 || next.getUTCDay() === 5).toBe(true);
    const inWeek = nextCron("0 0 13 * mon-sat").getTime();
    expect(inWeek - Date.now()).toBeLessThan(2 * 86_400_000);
  });
});

describe("cronProblem", () => {
  test.each([
    ["*/5 * * * *", null],
    ["nonsense", /has not the five fields/],
    ["0 0 31 2 *", /never fires/],
    ["60 * * * *", /"60" is no minute from 0 to 59/],
    ["0 0 * dez *", /"dez" is no month from 1 to 12/],
    ["0 0 * * mon-", /"mon-" is no day of the week/],
    ["0 0 1/2/3 * *", /"1\/2\/3" is no day of the month/],
    ["TZ=Mars/Base 0 0 * * *", /Mars\/Base/],
  ])("%s: %s", (expression, problem) => {
    if (problem === null) expect(cronProblem(expression)).toBeNull();
    else expect(cronProblem(expression)).toMatch(problem);
  });
});
