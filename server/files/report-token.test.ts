import { describe, expect, test } from "vitest";
import { createReportToken, readReportToken, spendReportToken } from "./report-token";

const grant = { fileId: 12, linkGeneration: 3, reader: "u7" };

describe("readReportToken", () => {
  test("reads what was granted, for two minutes", () => {
    const token = createReportToken(grant, 1_000_000);
    expect(readReportToken(token, 1_000_000 + 119_000)).toEqual(grant);
    expect(readReportToken(token, 1_000_000 + 121_000)).toBeNull();
  });

  test.each([
    (token: string) => token.replace(/^12\./, "13."),
    (token: string) => token.replace(".u7.", ".u8."),
    (token: string) => token.slice(0, -1),
    (token: string) => `${token}x`,
    () => "",
  ])("refuses what was changed", (change) => {
    expect(readReportToken(change(createReportToken(grant)))).toBeNull();
  });
});

describe("spendReportToken", () => {
  test("accepts a token once", () => {
    const [one, other] = [createReportToken(grant), createReportToken(grant)];
    expect([spendReportToken(one), spendReportToken(one), spendReportToken(other)]).toEqual([true, false, true]);
  });
});
