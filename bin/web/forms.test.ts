import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkForm, isPageForm } from "./forms";

const server = http.createServer(async (request, response) => {
  const checked = isPageForm(request) ? await checkForm(request) : { request };
  if ("refusal" in checked) {
    response.statusCode = checked.refusal.status;
    return void response.end();
  }
  expect([checked.request.method, checked.request.headers["content-type"]]).toEqual([
    "POST",
    request.headers["content-type"],
  ]);
  let text = "";
  for await (const chunk of checked.request) text += chunk;
  response.end(text);
});
let base = "";
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // It listens on a port.
});
afterAll(() => server.close().closeAllConnections());

const edge = "----WebKitFormBoundaryABCDEFGHIJKLMNOP";
const part = (name: string, value: string) =>
  `--${edge}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const type = `multipart/form-data; boundary=${edge}`;

async function post(path: string, body: BodyInit, contentType = type) {
  const init = { method: "POST", body, headers: { "content-type": contentType }, duplex: "half" };
  const response = await fetch(base + path, init);
  return [response.status, await response.text()];
}

describe("a page's form", () => {
  test.each(["", "x", "é".repeat(200_000)])("passes on unchanged", async (value) => {
    const body = `${part("a", value)}--${edge}--\r\n`;
    expect(await post("/me/", body)).toEqual([200, body]);
  });

  test.each([
    ["cut off", part("a", "b")],
    ["with a name that ends its header", `${part("a\r\nSet-Cookie: x", "b")}--${edge}--\r\n`],
    ["with another boundary", "--y--\r\n"],
    ["empty", ""],
  ])("is refused with 400 if it is %s", async (_, body) => expect((await post("/me/", body))[0]).toBe(400));

  test("is refused if it is too large or has no length", async () => {
    expect((await post("/me/", part("a", "x".repeat(1024 * 1024))))[0]).toBe(413);
    const chunks = new Blob([`${part("a", "b")}--${edge}--\r\n`]).stream();
    expect((await post("/me/", chunks))[0]).toBe(411);
  });

  test("is refused on the page of the API as well", async () => {
    expect((await post("/api/docs/", "broken"))[0]).toBe(400);
  });

  test("is none if a route reads it, or if it is no form", async () => {
    for (const path of ["/api/scripts/v1/x/submit/", "/api/v2/uploads", "/scripts/x/run", "/scripts/x/run/?a"])
      expect(await post(path, "broken")).toEqual([200, "broken"]);
    expect(await post("/me/", "broken", "text/plain")).toEqual([200, "broken"]);
  });
});
