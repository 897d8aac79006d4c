import fs from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { createApiKey } from "./command-line";
import { expect, test } from "./fixtures";

let key = "";
test.beforeAll(async () => {
  key = await createApiKey("admin");
});
const bearer = () => ({ authorization: `Bearer ${key}` });

async function untilComplete(request: APIRequestContext, jobId: number, slash: string) {
  let status = { status: "", is_complete: false };
  await expect
    .poll(async () => {
      const answer = await request.get(`/api/jobs/v1/${jobId}/status${slash}`, {
        headers: bearer(),
        maxRedirects: 0,
      });
      expect(answer.status()).toBe(200);
      status = await answer.json();
      return status.is_complete;
    })
    .toBe(true);
  return status.status;
}

for (const slash of ["/", ""]) {
  test(`the documented calls work as printed, ${slash ? "with" : "without"} the trailing slash`, async ({
    request,
    playwright,
  }) => {
    const name = `Protein translation ${Date.now()}`;
    const added = await request.post(`/api/scripts/v1/add-or-update${slash}`, {
      headers: bearer(),
      maxRedirects: 0,
      multipart: {
        group: "The script group",
        [name]: {
          name: "protein_translation.py",
          mimeType: "text/x-python",
          buffer: fs.readFileSync("examples/protein_translation.py"),
        },
      },
    });
    expect(added.status()).toBe(200);
    const [script] = await added.json();
    expect(script).toMatchObject({
      script: name,
      success: true,
      errors: null,
      version: "1",
      iteration: 1,
      is_default: true,
    });

    const submitted = await request.post(`/api/scripts/v1/${script.slug}/submit${slash}`, {
      headers: bearer(),
      maxRedirects: 0,
      multipart: {
        job_name: "test job",
        command: "--fasta protein_sequences",
        protein_sequences: { name: "proteins.fasta", mimeType: "text/plain", buffer: Buffer.from(">one\nATGAAATAG\n") },
      },
    });
    expect(submitted.status()).toBe(200);
    const { valid, job_id } = await submitted.json();
    expect(valid).toBe(true);
    expect(await untilComplete(request, job_id, slash)).toBe("completed");

    const details = await (await request.get(`/api/jobs/v1/${job_id}/details${slash}`, { headers: bearer() })).json();
    expect(details).toMatchObject({ status: "completed", is_complete: true, job_name: "test job", stderr: "" });
    expect(details.stdout).toContain("one: 9 bases");
    expect(details.uuid).toMatch(/^[0-9a-f-]{36}$/);

    // The address of an asset is enough to download it, without key and cookie.
    const stranger = await playwright.request.newContext();
    const asset = details.assets.find((each: { name: string }) => each.name.endsWith("proteins.fasta"));
    const download = await stranger.get(asset.url);
    expect(download.status()).toBe(200);
    const permalink = await stranger.get(new URL(`/jobs/${details.uuid}/`, asset.url).href);
    expect(permalink.status()).toBe(200);
    expect(await permalink.text()).toContain("test job");
    await stranger.dispose();
  });
}

test("403 without a key and with a wrong one, and no HTML page", async ({ request }) => {
  const refused: Record<string, string>[] = [{}, { authorization: "Bearer wrong" }];
  for (const headers of refused) {
    const answer = await request.get("/api/jobs/v1/1/status/", { headers });
    expect(answer.status()).toBe(403);
    expect(await answer.json()).toEqual({
      valid: false,
      errors: { __all__: ["Must be authenticated to use this method."] },
    });
  }
});

test("421 for a host name that is not ours", async ({ request }) => {
  const answer = await request.get("/", { headers: { host: "evil.example" } });
  expect(answer.status()).toBe(421);
});
