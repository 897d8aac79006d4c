import fs from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { operations } from "@/server/api/operations";
import { openApiDocument } from "./document";
import { endpoints } from "./endpoints";
import { operationSchemas } from "./operations";
import { documentSchemas, type JsonSchema } from "./schemas";

const document = openApiDocument("https://wooey.example.org");

describe("openApiDocument", () => {
  test("is valid OpenAPI 3.1", async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  // Auth.js and Inngest have protocols of their own, and the document does not describe itself.
  const others = ["/api/auth/{nextauth}/", "/api/inngest/", "/api/openapi.json/", "/api/v2/{{path}}/"];

  test("contains every route file of the API, with its methods", () => {
    const files = ["app/api", "app/settings"].flatMap((folder) =>
      fs
        .readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith("route.ts"))
        .map((file) => `${folder}/${file}`),
    );
    const routes = files.flatMap((file) => {
      const path = file
        .replace(/^app/, "")
        .replace(/route\.ts$/, "")
        .replace(/\[(?:\.\.\.)?/g, "{")
        .replace(/\]/g, "}");
      if (others.includes(path)) return [];
      const declared = fs.readFileSync(file, "utf8").matchAll(/^ {2}(GET|POST|PUT|PATCH|DELETE): (api|handle)\(/gm);
      return [...declared].map(([, method, by]) => `${method} ${by === "api" ? path : path.slice(0, -1)}`);
    });
    expect(routes.length).toBeGreaterThan(18);
    const described = [...endpoints, ...operations].map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(described.sort()).toEqual(routes.sort());
  });

  test("names each operation once, and refers only to what it contains", () => {
    const ids = [...endpoints, ...operations].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g);
    for (const [, name = ""] of references) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  test("names each schema once", () => {
    const names = [...Object.keys(operationSchemas()), ...Object.keys(documentSchemas())];
    expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
  });

  test("each route handles the operation of its address", async () => {
    for (const { method, path, id } of operations) {
      const folder = path.replace("{path}", "[...path]").replaceAll("{", "[").replaceAll("}", "]");
      const source = fs.readFileSync(`app${folder}/route.ts`, "utf8");
      const handled = new RegExp(`^ {2}${method.toUpperCase()}: handle\\((\\w+),`, "m").exec(source)?.[1] ?? "";
      const from = new RegExp(`import \\{[^}]*\\b${handled}\\b[^}]*\\} from "@/(server/api/[\\w/-]+)"`).exec(
        source,
      )?.[1];
      const declared = (await import(/* @vite-ignore */ `../../${from}`)) as Record<string, { id: string }>;
      expect(declared[handled]?.id, `${method} ${path}`).toBe(id);
    }
  });

  test("agrees with the schemas that validate", () => {
    const submission = document.components.schemas.Submission;
    expect(submission).toMatchObject({ required: ["job_name"], properties: { job_name: { maxLength: 1000 } } });
    const multipart =
      document.paths["/api/scripts/v1/{slug}/submit/"]?.post?.requestBody?.content["multipart/form-data"];
    expect(multipart?.schema).toMatchObject({
      required: ["job_name"],
      additionalProperties: { description: expect.stringContaining("KEY") },
      propertyNames: { minLength: 1 },
    });
    const patch = document.paths["/api/scripts/v1/{slug}/versions/{versionId}/patch/"]?.patch?.requestBody?.content;
    const words = { type: "string", enum: ["True", "true", "2", "False", "false", "3"] };
    expect(patch?.["application/x-www-form-urlencoded"]?.schema.properties).toMatchObject({ is_active: words });
  });

  const matches = (field: JsonSchema | undefined, text: string) => new RegExp(String(field?.pattern), "u").test(text);

  test("describes which texts are refused: NUL, blanks in required fields, numbers out of bounds in a form", () => {
    const { VirtualEnvironmentFields, NewVirtualEnvironment, ScriptFields, VersionFields, Submission } =
      document.components.schemas;
    const { name } = NewVirtualEnvironment?.properties ?? {};
    expect(name?.type).toEqual(["string", "number", "boolean"]);
    expect(["x", " x y", " ", "", "\0x", "\n"].map((text) => matches(name, text))).toEqual([
      ...[true, true, false, false, false, false],
    ]);
    const { script_order: order, script_name } = ScriptFields?.properties ?? {};
    const orders = ["1", " +07 ", "32767", "5.00", "", "0", "-3", "32768", "1.5", "many"];
    expect(orders.map((text) => matches(order, text))).toEqual([
      ...[true, true, true, true, false, false, false, false, false, false],
    ]);
    expect(matches(script_name, " ")).toBe(false);
    const { iteration, command } = Submission?.properties ?? {};
    expect(["", "3", "-1.0", "x"].map((text) => matches(iteration, text))).toEqual([true, true, true, false]);
    expect(matches(command, "--name \0")).toBe(false);
    expect([VirtualEnvironmentFields, VersionFields].map((schema) => schema?.anyOf?.length)).toEqual([4, 2]);
  });
});
