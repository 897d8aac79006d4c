import { describe, expect, test } from "vitest";
import { findSetting, writeSetting } from "./settings";

describe("a setting", () => {
  test("is null until it is written, and then the value that was written last", async () => {
    expect(await findSetting("colour")).toBeNull();
    await writeSetting("colour", { name: "teal" });
    await writeSetting("colour", ["sea", 3]);
    expect(await findSetting("colour")).toEqual(["sea", 3]);
  });
});
