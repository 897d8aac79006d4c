import { describe, expect, test } from "vitest";
import { jobListPath, toJobFilter } from "@/components/jobs/job-list-query";
import { readQuery } from "@/server/http/query";
import { jobListQuery } from "./query";

describe("jobListQuery", () => {
  test("reads known parameters and ignores others", () => {
    const query = readQuery(jobListQuery, { scope: "public", status: "failed", q: " bengal ", before: "12", x: "y" });
    expect(query).toEqual({
      scope: "public",
      state: "failed",
      script: null,
      text: "bengal",
      username: null,
      tag: null,
      since: null,
      until: null,
      zone: "UTC",
      before: 12,
      columns: [],
    });
  });
  test("falls back to the actor's jobs for an unknown scope", () =>
    expect(readQuery(jobListQuery, { scope: "theirs", status: ["no"], before: "-1" })).toMatchObject({
      scope: "mine",
      state: null,
      before: null,
    }));
});

test("reads a range of days that includes both, and ignores invalid days", () => {
  const query = readQuery(jobListQuery, { since: "2026-11-01", until: "2026-11-02" });
  expect(jobListPath(query, {})).toBe("/jobs/?since=2026-11-01&until=2026-11-02");
  expect(toJobFilter(query)).toMatchObject({ since: new Date("2026-11-01"), until: new Date("2026-11-03") });
  const local = readQuery(jobListQuery, { since: "2026-11-01", zone: "Asia/Kolkata" });
  expect(jobListPath(local, {})).toBe("/jobs/?since=2026-11-01&zone=Asia%2FKolkata");
  expect(toJobFilter(local).since).toEqual(new Date("2026-10-31T18:30:00Z"));
  expect(readQuery(jobListQuery, { since: "2026-99-99", until: "soon" })).toMatchObject({ since: null, until: null });
});

test("ignores a number that no job can have", () =>
  expect(readQuery(jobListQuery, { before: "9999999999" }).before).toBeNull());

test("reads the chosen columns, each once and a few at most", () => {
  const query = readQuery(jobListQuery, { columns: "val loss,accuracy,,accuracy,c,d,e" });
  expect(query.columns).toEqual(["val loss", "accuracy", "c", "d"]);
  expect(jobListPath(query, {})).toBe("/jobs/?columns=val+loss%2Caccuracy%2Cc%2Cd");
});

test("reads a tag in its stored form", () => {
  const query = readQuery(jobListQuery, { tag: "#RNA-Seq" });
  expect(jobListPath(query, {})).toBe("/jobs/?tag=rna-seq");
  expect(toJobFilter(query)).toMatchObject({ tag: "rna-seq" });
  expect(readQuery(jobListQuery, { tag: "#" }).tag).toBeNull();
});

describe("jobListPath", () => {
  const query = readQuery(jobListQuery, { status: "open", q: "a b", before: "9" });
  test("keeps what is not changed and returns to the newest jobs", () =>
    expect(jobListPath(query, { scope: "queue" })).toBe("/jobs/?scope=queue&status=open&q=a+b"));
  test("is the plain list if nothing is filtered", () =>
    expect(jobListPath(query, { state: null, text: "" })).toBe("/jobs/"));
  test("round-trips", () =>
    expect(
      readQuery(jobListQuery, Object.fromEntries(new URL(jobListPath(query, { before: 5 }), "http://x").searchParams)),
    ).toEqual({ ...query, before: 5 }));
});

describe("toJobFilter", () => {
  test("translates a word into its states", () =>
    expect(toJobFilter(readQuery(jobListQuery, { status: "failed" })).status).toEqual([
      "failed",
      "error",
      "interrupted",
    ]));
});
