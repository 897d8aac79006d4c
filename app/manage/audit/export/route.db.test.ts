import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { aStaffUser, aUser, bearer } from "@/db/testing/factories";
import { recordAudit } from "@/server/audit/record";
import { systemActor } from "@/server/auth/actor";
import { GET } from "./route";

const ask = (query: string, headers: Record<string, string> = {}) =>
  GET(new Request(`http://localhost/manage/audit/export${query}`, { headers }), { params: Promise.resolve({}) });

describe("GET /manage/audit/export", () => {
  test("200 with the filtered entries as a file", async () => {
    await recordAudit(db, systemActor, { action: "route.one", target: "a" });
    await recordAudit(db, systemActor, { action: "route.two", target: "b" });
    const answer = await ask("?action=route&target=b", await bearer(await aStaffUser()));
    expect([answer.status, answer.headers.get("content-disposition")]).toEqual([
      200,
      'attachment; filename="audit.csv"',
    ]);
    expect((await answer.text()).split("\r\n")[1]).toMatch(/,the system,,route\.two,b,$/);
  });

  test("200 as lines of JSON", async () => {
    await recordAudit(db, systemActor, { action: "lines.one", target: "a", detail: { text: "\u001b[31m" } });
    const answer = await ask("?action=lines&format=json", await bearer(await aStaffUser()));
    expect([answer.status, answer.headers.get("content-disposition"), answer.headers.get("content-type")]).toEqual([
      ...[200, 'attachment; filename="audit.jsonl"', "application/x-ndjson; charset=utf-8"],
    ]);
    const text = await answer.text();
    expect(text).not.toContain("\u001b");
    expect(JSON.parse(text)).toMatchObject({
      type: "wooey.audit",
      action: "lines.one",
      detail: { text: "\u001b[31m" },
    });
  });

  test("403 for others, and for nobody", async () => {
    expect((await ask("", await bearer(await aUser()))).status).toBe(403);
    expect((await ask("")).status).toBe(403);
  });
});
