import { describe, expect, test } from "vitest";
import { aParameter, aScript, aSpec, aUserGroup } from "@/db/testing/factories";
import { POST } from "./route";

function ask(slug: string, body: unknown) {
  const headers = { host: "wooey.test", "content-type": "application/json" };
  const request = new Request(`http://wooey.test/scripts/${slug}/command`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers,
  });
  return POST(request, { params: Promise.resolve({ slug }) });
}

const spec = () =>
  aSpec([aParameter("count", { type: "integer" }), aParameter("names", { kind: "positional", nargs: "*" })]);

describe("POST /scripts/<slug>/command", () => {
  test("200 with the command of a form's entries, its link, and what is wrong", async () => {
    const { slug, version } = await aScript({ spec: spec() });
    const response = await ask(slug, { version: version.id, entries: [["count", "3"]] });
    const { errors, preview } = await response.json();
    expect(errors).toEqual({});
    expect(preview.shell).toBe(`${version.filename} --count=3`);
    expect(preview.link).toBe(`/scripts/${slug}/?count=3`);
    expect(preview.curl).toContain(`http://wooey.test/api/v2/scripts/${slug}/jobs`);
    const wrong = await (await ask(slug, { version: version.id, entries: [["count", "many"]] })).json();
    expect(wrong.errors).toEqual({ count: ["Enter a whole number."] });
  });

  test("200 without a command, and with the field, when values cannot be said", async () => {
    const { slug, version } = await aScript({ spec: spec() });
    const { errors, preview } = await (await ask(slug, { version: version.id, entries: [["names", "--"]] })).json();
    expect(preview).toBeNull();
    expect(Object.keys(errors)).toEqual(["names"]);
  });

  test("400 for what is no question", async () => {
    const { slug, version } = await aScript();
    for (const body of ["{", {}, { version: version.id }, { version: version.id, entries: [["count", 3]] }]) {
      expect((await ask(slug, body)).status).toBe(400);
    }
  });

  test("404 for no script or version, for another script's version, and for what is hidden", async () => {
    const [one, other] = [await aScript(), await aScript()];
    const hidden = await aScript({ userGroupIds: [(await aUserGroup()).id] });
    const entries: [] = [];
    expect((await ask("nowhere", { version: one.version.id, entries })).status).toBe(404);
    expect((await ask(one.slug, { version: other.version.id, entries })).status).toBe(404);
    expect((await ask(hidden.slug, { version: hidden.version.id, entries })).status).toBe(404);
  });
});
