import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import {
  aGroup,
  anApiKey,
  aParameter,
  aScript,
  aSpec,
  aStaffUser,
  aUser,
  aUserGroup,
  aVersion,
  bearer,
} from "@/db/testing/factories";
import { callOperation } from "../testing/operation";

let headers: Record<string, string>;
beforeAll(async () => {
  headers = await bearer(await aUser());
});

const slugsOf = (json: { items: { slug: string }[] }) => json.items.map((item) => item.slug);

describe("GET /scripts", () => {
  test("200 with pages by name, without what the caller may not run", async () => {
    const group = await aGroup();
    const names = ["find b", "Find A", "find c"];
    const scripts = await Promise.all(names.map((name) => aScript({ name, groupId: group.id })));
    await aScript({ groupId: group.id, isActive: false });
    await aScript({ groupId: group.id, userGroupIds: [(await aUserGroup()).id] });
    const [b, a, c] = scripts.map((script) => script.slug);
    const first = await callOperation("findScripts", { headers, query: `?group=${group.slug}&limit=2` });
    expect(slugsOf(first.json)).toEqual([a, b]);
    const after = encodeURIComponent(first.json.next);
    const second = await callOperation("findScripts", {
      headers,
      query: `?group=${group.slug}&limit=2&after=${after}`,
    });
    expect([slugsOf(second.json), second.json.next]).toEqual([[c], null]);
    const staff = await bearer(await aStaffUser());
    expect(
      slugsOf((await callOperation("findScripts", { headers: staff, query: `?group=${group.slug}` })).json),
    ).toHaveLength(3);
  });

  test("200 with the scripts that contain all words, those with the words in their name first", async () => {
    const described = await aScript({ name: "a counter", description: "Counts zebra stripes" });
    const byName = await aScript({ name: "zebra counter" });
    const found = await callOperation("findScripts", { headers, query: "?q=COUNTER+zebra" });
    expect(slugsOf(found.json)).toEqual([byName.slug, described.slug]);
    expect(found.json.items[0]).toMatchObject({
      name: "zebra counter",
      version: "v1.1",
      group: { slug: byName.group.slug },
    });
    expect(slugsOf((await callOperation("findScripts", { headers, query: "?q=%22zebra+stripes%22" })).json)).toEqual([
      described.slug,
    ]);
    const page = await callOperation("findScripts", { headers, query: "?q=counter+zebra&limit=1" });
    const after = encodeURIComponent(page.json.next);
    const rest = await callOperation("findScripts", { headers, query: `?q=counter+zebra&limit=1&after=${after}` });
    expect(slugsOf(rest.json)).toEqual([described.slug]);
  });

  test("200 for a sentence: with the scripts that contain most of its words first, if none contains all", async () => {
    const words = Array.from({ length: 2 }, () => `w${randomUUID().slice(0, 8)}`);
    const one = await aScript({ name: `Only ${words[0]}` });
    const both = await aScript({ name: `Both ${words.join(" ")}` });
    const find = (query: string) =>
      callOperation("findScripts", { headers, query: `?q=${words.join("+the+")}+of+files${query}` });
    expect(slugsOf((await find("")).json)).toEqual([both.slug, one.slug]);
    const page = await find("&limit=1");
    expect(slugsOf((await find(`&limit=1&after=${encodeURIComponent(page.json.next)}`)).json)).toEqual([one.slug]);
  });

  test("200 with only the scripts of a key, and 400 for another list's cursor", async () => {
    const script = await aScript();
    await aVersion(script);
    const { key } = await anApiKey({ scopes: ["read"], scriptIds: [script.id] });
    const found = await callOperation("findScripts", { headers: { authorization: `Bearer ${key}` } });
    expect(slugsOf(found.json)).toEqual([script.slug]);
    const refused = await callOperation("findScripts", { headers, query: "?after=WzFd" });
    expect([refused.status, refused.json.errors[0].parameter]).toEqual([400, "after"]);
  });
});

describe("GET /scripts/{slug}", () => {
  const spec = aSpec([aParameter("path", { format: "file", mode: "r", required: true })]);

  test("200 with the schema of its input, an example and its versions", async () => {
    const script = await aScript({ spec });
    await aVersion(script, { version: "2.0", spec: aSpec([aParameter("count", { type: "integer" })]) });
    const params = { slug: script.slug };
    const { json } = await callOperation("describeScript", { headers, params });
    expect(json).toMatchObject({ slug: script.slug, mayRun: true, version: `v1.${script.version.iteration}` });
    expect(json.input).toMatchObject({ required: ["path"], additionalProperties: false });
    expect(json.examples).toEqual([{ path: { $file: "file" } }]);
    expect(json.versions).toHaveLength(2);
    const second = await callOperation("describeScript", { headers, params, query: "?version=2.0" });
    expect(Object.keys(second.json.input.properties)).toEqual(["count"]);
    expect((await callOperation("describeScript", { headers, params, query: "?version=3" })).status).toBe(404);
  });

  test("304 for the ETag of an unchanged script", async () => {
    const params = { slug: (await aScript({ spec })).slug };
    const etag = (await callOperation("describeScript", { headers, params })).headers.get("etag") ?? "";
    const answer = await callOperation("describeScript", { headers: { ...headers, "if-none-match": etag }, params });
    expect(answer.status).toBe(304);
  });

  test("404 for no script, and for one that is hidden", async () => {
    const hidden = await aScript({ userGroupIds: [(await aUserGroup()).id] });
    for (const slug of ["no-such-script", hidden.slug])
      expect((await callOperation("describeScript", { headers, params: { slug } })).status).toBe(404);
  });
});
