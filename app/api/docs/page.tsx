import { PageFrame } from "@/components/shell/page-frame";
import { fill } from "@/components/ui/fill";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { currentOrigin } from "@/server/auth/current";
import { keysDisabledMessage } from "@/server/auth/keys-disabled";
import { env } from "@/server/env";
import { t } from "@/server/language/text";
import { openApiDocument } from "@/server/openapi/document";
import type { DocumentedOperation } from "@/server/openapi/documented-operation";
import type { JsonSchema } from "@/server/openapi/schemas";
import { OperationSection } from "./operation-section";
import { pythonExample } from "./python-example";
import { SchemaFields, SchemaType } from "./schema-fields";

export const metadata = { title: "API" };

/** A response: the schemas of requests are shown at their endpoints. */
const isResponse = (schema: JsonSchema) =>
  schema.additionalProperties === false || schema.oneOf !== undefined || schema.items !== undefined;

export default async function ApiDocsPage() {
  const document = openApiDocument(await currentOrigin());
  const origin = document.servers[0]?.url ?? "";
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      path,
      method,
      operation: operation as DocumentedOperation, // each entry of a path is an operation
    })),
  );
  const groups = document.tags.map((tag) => ({
    ...tag,
    operations: all.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
  return (
    <PageFrame className="gap-8">
      <PageHeader
        title={t("API")}
        note={fill(t("Machine-readable: {link} (OpenAPI {version}). For agents: {text}"), {
          link: <DocumentLink path="/api/openapi.json" />,
          version: document.openapi,
          text: <DocumentLink path="/llms.txt" />,
        })}
      />
      {env().WOOEY_ENABLE_API_KEYS ? null : <Notice kind="warning">{keysDisabledMessage()}</Notice>}
      <section className="flex flex-col gap-3">
        <p className="max-w-prose">
          {fill(
            t(
              "Your scripts, schedulers and pipelines can submit jobs and fetch their results. They send an API key, which you create on your account page, with every request: {header}.",
            ),
            { header: <code>Authorization: Bearer your_key_here</code> },
          )}
        </p>
        <p className="max-w-prose" lang="en">
          {document.info.description.replaceAll("`", "")}
        </p>
        <pre className="max-w-form rounded-control border border-line bg-sunken p-3 font-mono text-13 break-words whitespace-pre-wrap">
          {pythonExample(origin)}
        </pre>
      </section>
      <nav aria-label={t("Endpoints")} className="flex flex-wrap gap-x-10 gap-y-4">
        {groups.map((group) => (
          <div key={group.name}>
            <h2 className="mb-1 font-semibold">{group.name}</h2>
            <ul>
              {group.operations.map(({ operation }) => (
                <li key={operation.operationId}>
                  <a
                    className="inline-flex min-h-7 items-center text-accent hover:underline"
                    href={`#${operation.operationId}`}
                  >
                    {operation.summary}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      {groups.map((group) => (
        <section key={group.name} className="flex flex-col gap-4">
          <div className="border-b border-line pb-1">
            <h2 className="text-16 font-semibold">{group.name}</h2>
            <p className="text-muted">{group.description}</p>
          </div>
          {group.operations.map((each) => (
            <OperationSection key={each.operation.operationId} {...each} schemas={document.components.schemas} />
          ))}
        </section>
      ))}
      <section className="flex flex-col gap-4">
        <h2 className="border-b border-line pb-1 text-16 font-semibold">{t("Responses")}</h2>
        {Object.entries(document.components.schemas)
          .filter(([, schema]) => isResponse(schema))
          .map(([name, schema]) => (
            <div key={name} id={name} className="flex flex-col gap-2">
              <h3 className="font-mono font-semibold">{name}</h3>
              {schema.items ? <SchemaType schema={schema} /> : null}
              {(schema.oneOf ?? (schema.items ? [] : [schema])).map((each, index) => (
                <SchemaFields key={JSON.stringify(each)} label={`${name} ${index + 1}`} schema={each} />
              ))}
            </div>
          ))}
      </section>
    </PageFrame>
  );
}

function DocumentLink({ path }: { path: string }) {
  return (
    <a className="text-accent underline" href={path}>
      <code>{path.split("/").at(-1)}</code>
    </a>
  );
}
