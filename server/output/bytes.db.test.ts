import { expect, test } from "vitest";
import { aJob } from "@/db/testing/factories";
import { someOutput } from "@/db/testing/jobs";
import { openOutputAs } from "./bytes";

const bytes = Buffer.from([0, 255, 0xc3, 10, 0xe2, 0x82]);

test("openOutputAs returns exactly the bytes of each stream in base64, from any offset on", async () => {
  const job = await aJob({ status: "completed" });
  await someOutput(job, [
    ["stdout", bytes],
    ["stderr", Buffer.from([0xff])],
    ["stdout", bytes],
  ]);
  for (let from = 0; from <= 14; from += 1) {
    const reader = await openOutputAs(job, { from, encoding: "base64" });
    const items = [];
    for (let batch = await reader.read(); batch; batch = await reader.read()) items.push(...batch);
    const all = items.map((item) => Buffer.from("base64" in item ? item.base64 : "", "base64"));
    expect(Buffer.concat(all)).toEqual(Buffer.concat([bytes, Buffer.from([0xff]), bytes]).subarray(from));
    expect(items.map(({ offset }) => offset)[0]).toBe(from < 13 ? from : undefined);
    expect(reader.readRest()).toEqual([]);
  }
});
