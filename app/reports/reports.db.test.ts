import { describe, expect, test } from "vitest";
import { actorOf, aJob, aJobFile, aUser, sessionCookie } from "@/db/testing/factories";
import { renewPermalink } from "@/server/jobs/share";
import { GET as getPage } from "../jobs/[job]/report/[file]/route";
import { GET as getReport } from "./[token]/route";

type Headers = Record<string, string>;
const framed = { "sec-fetch-dest": "iframe" };
const host = { host: "wooey.test" };

/** A user with a job that has written a report. */
async function aReport(content = "<!doctype html><script>x()</script>") {
  const owner = await aUser();
  const actor = await actorOf(owner);
  const job = await aJob({ status: "completed", visibility: "private", ownerId: owner.id });
  const file = await aJobFile(job, { path: "out/report.html", kind: "html", mediaType: "text/html", content });
  return { actor, job, file, headers: { ...host, cookie: await sessionCookie(actor) } };
}

function page(job: number, file: number, headers: Headers) {
  const params = { job: String(job), file: String(file) };
  return getPage(new Request(`http://localhost/jobs/${job}/report/${file}`, { headers }), {
    params: Promise.resolve(params),
  });
}

/** The address of the frame in the page. */
async function frameOf(response: Response): Promise<string> {
  return /<iframe[^>]* src="([^"]+)"/.exec(await response.text())?.[1] ?? "";
}

function report(address: string, headers: Headers) {
  const token = address.slice(address.lastIndexOf("/") + 1);
  return getReport(new Request(address, { headers }), { params: Promise.resolve({ token }) });
}

describe("GET /jobs/<job>/report/<file>", () => {
  test("200 with a policy that allows one script and one frame, that of the report", async () => {
    const { job, file, headers } = await aReport();
    const response = await page(job.id, file.id, headers);
    const policy = response.headers.get("content-security-policy") ?? "";
    const address = await frameOf(response);
    expect(address).toMatch(/^http:\/\/wooey\.test\/reports\/[\w.-]+$/);
    expect(policy).toContain(`frame-src ${address};`);
    expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-[^']+'; style-src 'nonce-/);
    expect(policy).toContain("frame-ancestors 'self'");
  });

  test("404 for other people, and for files that are not HTML", async () => {
    const { job, file, headers } = await aReport();
    const text = await aJobFile(job);
    expect((await page(job.id, text.id, headers)).status).toBe(404);
    expect((await page(job.id, file.id, host)).status).toBe(404);
  });

  test("200 shows the path of the file as text", async () => {
    const owner = await aUser();
    const job = await aJob({ status: "completed", ownerId: owner.id });
    const file = await aJobFile(job, { path: `"><script>alert(1)</script>.html`, kind: "html" });
    const headers = { ...host, cookie: await sessionCookie(await actorOf(owner)) };
    expect(await (await page(job.id, file.id, headers)).text()).not.toContain("<script>alert");
  });
});

describe("GET /reports/<token>", () => {
  test("200 runs in the frame of its page, in a sandbox without network, and is saved anywhere else", async () => {
    const { job, file, headers } = await aReport();
    const address = await frameOf(await page(job.id, file.id, headers));
    const shown = await report(address, { ...headers, ...framed });
    const policy = shown.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^sandbox allow-scripts; default-src 'none'; /);
    expect(policy).toContain("connect-src data: blob:;");
    expect(policy).toContain(
      "script-src 'unsafe-inline' 'unsafe-eval' data: blob: http://wooey.test/report-libraries/;",
    );
    expect(shown.headers.get("content-disposition")).toBeNull();
    expect(await shown.text()).toMatch(/^<!doctype html><script>\(\(replaced\)[\s\S]*<script>x\(\)<\/script>$/);
    for (const destination of ["document", "frame", "object", "empty"]) {
      const saved = await report(address, { ...headers, "sec-fetch-dest": destination });
      expect(saved.headers.get("content-disposition")).toContain('attachment; filename="report.html"');
      expect(saved.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
    }
  });

  test("200 runs once where browsers do not tell what loads it", async () => {
    const { job, file, headers } = await aReport();
    const address = await frameOf(await page(job.id, file.id, headers));
    expect((await report(address, headers)).headers.get("content-disposition")).toBeNull();
    expect((await report(address, headers)).headers.get("content-disposition")).toContain("attachment");
  });

  test("404 for another person, for a changed token, and after the access has ended", async () => {
    const { actor, job, file, headers } = await aReport();
    const address = await frameOf(await page(job.id, file.id, headers));
    const stranger = { ...host, cookie: await sessionCookie(await actorOf(await aUser())) };
    expect((await report(address, { ...stranger, ...framed })).status).toBe(404);
    expect((await report(address, { ...host, ...framed })).status).toBe(404);
    expect((await report(`${address}x`, { ...headers, ...framed })).status).toBe(404);
    await renewPermalink(actor, job.id);
    expect((await report(address, { ...headers, ...framed })).status).toBe(404);
  });

  test("200 sends a large report as it is, after the guard", async () => {
    const { job, file, headers } = await aReport(`<!doctype html>${"x".repeat(33 * 1024 * 1024)}`);
    const address = await frameOf(await page(job.id, file.id, headers));
    const text = await (await report(address, { ...headers, ...framed })).text();
    expect(text).toMatch(/^<!doctype html><script>/);
    expect(text.length).toBeGreaterThan(33 * 1024 * 1024);
    expect(text.endsWith("xxx")).toBe(true);
  });
});
