import { Disclosure } from "@/components/ui/disclosure";
import { Table, Td, Th } from "@/components/ui/table";
import { t } from "@/server/language/text";
import type { DocumentedOperation, Parameter } from "@/server/openapi/documented-operation";
import type { JsonSchema } from "@/server/openapi/schemas";
import { SchemaFields, SchemaType } from "./schema-fields";

interface Props {
  method: string;
  path: string;
  operation: DocumentedOperation;
  schemas: Record<string, JsonSchema>;
}

/** One endpoint: how it is called, its request body and its responses. Its own descriptions are in English. */
export function OperationSection({ method, path, operation, schemas }: Props) {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  return (
    <section id={operationId} aria-label={summary} className="flex scroll-mt-20 flex-col gap-3">
      <h3 className="text-16 font-semibold">{summary}</h3>
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 rounded-control border border-line bg-sunken px-3 py-2 font-mono text-13">
        <strong className="text-accent">{method.toUpperCase()}</strong>
        <span className="break-all">{path}</span>
      </p>
      <p className="max-w-prose" lang="en">
        {description.replaceAll("`", "")}
      </p>
      {parameters.length > 0 ? (
        <ul className="max-w-prose list-disc pl-5">
          {parameters.map((parameter) => (
            <li key={parameter.name}>
              <code>{parameter.name}</code> ({describeLocation(parameter)}):{" "}
              <span lang="en">{parameter.description}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {requestBody ? (
        <RequestBody
          summary={summary}
          content={requestBody.content}
          required={requestBody.required}
          schemas={schemas}
        />
      ) : null}
      <Disclosure summary={t("Responses: {statuses}", { statuses: Object.keys(responses).join(", ") })}>
        <Table label={t("Responses: {name}", { name: summary })} isTextOnly>
          <thead>
            <tr>
              <Th>{t("Status")}</Th>
              <Th>{t("Body")}</Th>
              <Th>{t("When")}</Th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(responses).map(([status, answer]) => (
              <tr key={status}>
                <Td className="tabular">{status}</Td>
                <Td className="font-mono text-13">
                  {Object.entries(answer.content ?? {}).map(([type, { schema }]) =>
                    /\bjson$/.test(type) ? <SchemaType key={type} schema={schema} /> : type,
                  )}
                </Td>
                <Td className="min-w-60" lang="en">
                  {answer.description.replaceAll("`", "")}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Disclosure>
    </section>
  );
}

function describeLocation({ in: location, required }: Parameter): string {
  if (location === "path") return t("in the path");
  if (location === "header") return t("optional header");
  return required ? t("in the query") : t("optional in the query");
}

function RequestBody({
  summary,
  content,
  required,
  schemas,
}: {
  summary: string;
  content: Record<string, { schema: JsonSchema }>;
  required: boolean;
  schemas: Record<string, JsonSchema>;
}) {
  // The JSON schema has the types of the fields. Only the form's schema has the fields for files.
  const form = content["multipart/form-data"]?.schema;
  const described = (form?.additionalProperties ? form : content["application/json"]?.schema) ?? {};
  const schema = described.$ref ? (schemas[described.$ref.split("/").at(-1) ?? ""] ?? {}) : described;
  const types = Object.keys(content).join(", ");
  return (
    <>
      <p className="text-muted">
        {required ? t("Request body: {types}", { types }) : t("Optional request body: {types}", { types })}
      </p>
      <SchemaFields label={summary} schema={schema} />
    </>
  );
}
