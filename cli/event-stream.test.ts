import { expect, test } from "vitest";
import { readEvents, type StreamEvent } from "./event-stream";

async function eventsOf(...parts: (string | Uint8Array)[]): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  const source = (async function* () {
    for (const part of parts) yield typeof part === "string" ? Buffer.from(part) : part;
  })();
  for await (const event of readEvents(source)) events.push(event);
  return events;
}

test("reads events with their ids, whatever the line ends are and however they are divided", async () => {
  const bytes = Buffer.from("id: 1:5\nevent: output\ndata: {}\n\n: comment\n\r\ndata: ü\r\ndata:b\r\n\r\n");
  const expected = [
    { event: "output", data: "{}", id: "1:5" },
    { event: "message", data: "ü\nb", id: "1:5" },
  ];
  expect(await eventsOf(bytes)).toEqual(expected);
  expect(await eventsOf(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
});

test("drops an event that the end of the stream cuts off", async () => {
  expect(await eventsOf("data: whole\n\nid: 2\ndata: half")).toEqual([{ event: "message", data: "whole", id: "" }]);
});
