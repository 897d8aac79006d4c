import { describe, expect, test } from "vitest";
import { readFields } from "./body";

const url = "http://localhost:3000/api/test";

describe("readFields", () => {
  const read = (body: BodyInit, type?: string, method = "POST") =>
    readFields(new Request(url, { method, body, headers: type ? { "content-type": type } : {} }));

  test("reads a JSON object, a form, and multipart", async () => {
    expect(await read('{"a": [1]}', "application/json; charset=utf-8")).toEqual({ a: [1] });
    expect(await read("", "application/json")).toEqual({});
    expect(await read("a=1&b=x+y&a=2", "application/x-www-form-urlencoded", "PATCH")).toEqual({ a: "2", b: "x y" });
    const form = new FormData();
    form.append("a", "1");
    form.append("file", new File(["x"], "f"));
    expect(await read(form)).toEqual({ a: "1" });
    expect(await readFields(new Request(url))).toEqual({});
  });

  test.each(["{x", "[]", "3", '"t"', "null"])("refuses %s as JSON", async (body) => {
    await expect(read(body, "application/json")).rejects.toMatchObject({ code: "invalid" });
  });

  test("refuses a body that was cut off", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("aborted")) });
    const request = new Request(url, { method: "POST", body, duplex: "half" } as RequestInit);
    await expect(readFields(request)).rejects.toMatchObject({ code: "invalid" });
  });

  test("refuses broken multipart, bytes that are no UTF-8, and more than 1 MB", async () => {
    await expect(read("nonsense", "multipart/form-data; boundary=x")).rejects.toMatchObject({ code: "invalid" });
    await expect(read(Buffer.from([0x22, 0xff, 0x22]), "application/json")).rejects.toMatchObject({ code: "invalid" });
    await expect(read("a".repeat(1024 * 1024 + 1), "text/plain")).rejects.toMatchObject({ code: "limit" });
  });
});
