import { createHash } from "node:crypto";
import createClient from "openapi-fetch";
import type { paths } from "./api";

const text = "one fish two fish\n";

/**
 * Finds a script that counts words, reads what it accepts, runs it with a file, waits for it, and fetches its output and
 * its result: all by API v2, with nothing but types generated from its document (api.d.ts).
 */
export async function runScript(baseUrl: string, key: string) {
  const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${key}` } });
  const found = must(await client.GET("/api/v2/scripts", { params: { query: { q: "count words" } } }));
  const [script] = found.items;
  if (!script) throw new Error("No script counts words.");
  const params = { path: { slug: script.slug } };
  const described = must(await client.GET("/api/v2/scripts/{slug}", { params }));
  const body = { input: { $command: { count: { files: [{ $file: "text" }] } } }, name: "from a generated client" };
  const submitted = must(
    await client.POST("/api/v2/scripts/{slug}/jobs", {
      params: { ...params, header: { "Idempotency-Key": crypto.randomUUID() } },
      body,
      bodySerializer: (job) => {
        const form = new FormData();
        form.append("job", JSON.stringify(job));
        form.append("text", new Blob([text]), "fish.txt");
        return form;
      },
    }),
  );
  if (!("uuid" in submitted)) throw new Error("The job was only checked.");
  const id = submitted.uuid;
  const job = must(await client.GET("/api/v2/jobs/{id}/wait", { params: { path: { id }, query: { timeout: 45 } } }));
  const output = must(
    await client.GET("/api/v2/jobs/{id}/output", {
      params: { path: { id }, query: { stream: "stdout" } },
      parseAs: "text",
    }),
  );
  const files = must(
    await client.GET("/api/v2/jobs/{id}/files", { params: { path: { id }, query: { direction: "output" } } }),
  );
  const [result] = files.items;
  if (!result) throw new Error("The job has no result.");
  const content = must(
    await client.GET("/api/v2/jobs/{id}/files/{path}", {
      params: { path: { id, path: result.path } },
      parseAs: "text",
    }),
  );
  const missing = await client.GET("/api/v2/jobs/{id}", { params: { path: { id: 2_147_483_647 } } });
  return {
    slug: script.slug,
    hasSchema: described.input !== null,
    status: job.status,
    exitCode: job.exitCode,
    output,
    content,
    isComplete: createHash("sha256").update(content).digest("hex") === result.sha256,
    missing: missing.error?.status,
  };
}

function must<Data>(answer: { data?: Data; error?: unknown; response: Response }): Data {
  if (answer.data !== undefined) return answer.data;
  throw new Error(`${answer.response.url} answered ${answer.response.status}: ${JSON.stringify(answer.error)}`);
}
