import { createApiKey } from "./command-line";
import { expect, signIn, test } from "./fixtures";
import { type Caller, fuzz } from "./fuzz";
import { makeFuzzObjects } from "./fuzz-objects";
import { listRoutes, makeSamples, pathOf, type Samples } from "./routes";

// What must hold for every address of the app: the addresses are those of its files.

let key = "";
let samples: Samples;
test.beforeAll(async ({ request }) => {
  key = await createApiKey("admin");
  samples = await makeSamples(request, key);
});

/** What is the same for everyone and never changes. */
const publicRoutes = ["/language/[name]"];

test("no cache keeps an answer that depends on who asks @full", async ({ page, baseURL }) => {
  await signIn(page);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const callers: Record<string, string>[] = [{}, { cookie }, { authorization: `Bearer ${key}` }];
  for (const route of listRoutes()) {
    for (const headers of callers) {
      const address = new URL(
        pathOf(route, (parameter) => samples(route, parameter)),
        baseURL,
      );
      const response = await fetch(address, { headers, redirect: "manual" });
      await response.body?.cancel();
      const caching = response.headers.get("cache-control");
      expect([route, response.status < 500], route).toEqual([route, true]);
      if (publicRoutes.includes(route))
        expect([route, caching]).toEqual([route, "public, max-age=31536000, immutable"]);
      else expect([route, caching]).toEqual([route, expect.stringMatching(/^private, no-store(, no-transform)?$/)]);
    }
  }
});

test("assets of the build are kept for good, and missing ones are not", async ({ page, request }) => {
  await page.goto("/");
  const script = await page.locator('script[src^="/_next/static/"]').first().getAttribute("src");
  expect((await request.get(script ?? "")).headers()["cache-control"]).toMatch(/^public.*immutable$/);
  expect((await request.get("/_next/static/missing.js")).headers()["cache-control"]).toBe("private, no-store");
});

test("nonsense at every address is answered, and never with a failure @full", async ({ page, request, baseURL }) => {
  const requests = Number(process.env.WOOEY_TEST_FUZZ_REQUESTS ?? 400);
  test.setTimeout(60_000 + requests * 100);
  await signIn(page);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const callers: Caller[] = [
    { headers: {}, changes: "everything" },
    { headers: {}, changes: "everything" },
    { headers: { cookie }, changes: "nothing" },
    { headers: { authorization: `Bearer ${key}` }, changes: "nothing" },
    { headers: { authorization: `Bearer ${key}` }, changes: await makeFuzzObjects(request, key) },
  ];
  const { failures, statuses } = await fuzz({ baseURL: baseURL ?? "", requests, seed: 20261129, callers, samples });
  console.log(`Answers by status: ${JSON.stringify(statuses)}`);
  expect(failures).toEqual([]);
});
