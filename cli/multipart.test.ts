import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { multipart } from "./multipart";

test("a body has the announced length, can be sent twice, and is read by others as it was written", async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "wooey-multipart-")), 'a "quoted" name.txt');
  fs.writeFileSync(file, "from a file");
  const { body, contentType } = multipart([
    { name: "job", text: '{"input":"ü"}', mediaType: "application/json" },
    { name: "file1", filename: path.basename(file), file, sizeBytes: 11 },
    { name: "empty", filename: "empty", content: new Uint8Array() },
  ]);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const chunks: Uint8Array[] = [];
    if (!("open" in body)) throw new Error("A multipart body is read while it is sent.");
    for await (const chunk of body.open()) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    expect(bytes.length).toBe(body.sizeBytes);
    const form = await new Response(bytes, { headers: { "content-type": contentType } }).formData();
    expect(form.get("job")).toBe('{"input":"ü"}');
    expect(await (form.get("file1") as File).text()).toBe("from a file");
    expect((form.get("file1") as File).name).toBe('a "quoted" name.txt');
    expect((form.get("empty") as File).size).toBe(0);
  }
  fs.rmSync(path.dirname(file), { recursive: true });
});
