import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { findEventStream } from "./event-streams";

const isStream = (method: string, url: string) =>
  findEventStream(Object.assign(new IncomingMessage(new Socket()), { method, url })) !== null;

test("findEventStream finds the streams of lists and of jobs and what waits for a job, and nothing else", () => {
  const uuid = "4bd7f3a1-0000-4000-8000-000000000000";
  for (const url of [
    "/jobs/stream",
    "/jobs/stream/?x=1",
    `/jobs/${uuid}/stream?position=0`,
    "/jobs/7/stream/",
    "/api/v2/jobs/7/wait?timeout=5",
    `/api/v2/jobs/${uuid}/wait/`,
  ])
    expect([url, isStream("GET", url)]).toEqual([url, true]);
  for (const url of [
    "/",
    "/jobs/",
    "/jobs/streams",
    `/jobs/${uuid}/`,
    "/jobs/7/stream/x",
    "/x/jobs/stream",
    "/jobs//stream",
  ])
    expect([url, isStream("GET", url)]).toEqual([url, false]);
  expect(isStream("POST", "/jobs/stream")).toBe(false);
});
