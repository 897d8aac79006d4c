import { Disclosure } from "@/components/ui/disclosure";
import { Table, Td, Th } from "@/components/ui/table";
import type { Operation } from "@/server/openapi/document";
import type { JsonSchema } from "@/server/openapi/schemas";
import { SchemaFields, SchemaType } from "./schema-fields";

interface Props {
  method: string;
  path: string;
  operation: Operation;
  schemas: Record<string, JsonSchema>;
}

/** One endpoint: how it is called, what it takes, and each of its answers. */
export function OperationSection({ method, path, operation, schemas }: Props) {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  return (
    <section id={operationId} aria-label={summary} className="flex scroll-mt-20 flex-col gap-3">
      <h3 className="text-16 font-semibold">{summary}</h3>
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1 rounded-control border border-line bg-sunken px-3 py-2 font-mono text-13">
        <strong className="text-accent">{method.toUpperCase()}</strong>
        <span className="break-all">{path}</span>
      </p>
      <p className="max-w-prose">{description.replaceAll("`", "")}</p>
      {parameters.length > 0 ? (
        <ul className="max-w-prose list-disc pl-5">
          {parameters.map((parameter) => (
            <li key={parameter.name}>
              <code>{parameter.name}</code> ({parameter.in === "path" ? "in the address" : "a header, optional"}):{" "}
              {parameter.description}
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
      <Disclosure summary={`Answers: ${Object.keys(responses).join(", ")}`}>
        <Table label={`Answers: ${summary}`}>
          <thead>
            <tr>
              <Th>Status</Th>
              <Th>Body</Th>
              <Th>When</Th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(responses).map(([status, answer]) => (
              <tr key={status}>
                <Td className="tabular">{status}</Td>
                <Td className="font-mono text-13">
                  {Object.entries(answer.content).map(([type, { schema }]) =>
                    type === "application/json" ? <SchemaType key={type} schema={schema} /> : type,
                  )}
                </Td>
                <Td className="min-w-60">{answer.description.replaceAll("`", "")}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Disclosure>
    </section>
  );
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
  // A form's fields are texts all; its files are nowhere else.
  const form = content["multipart/form-data"]?.schema;
  const fullest = (form?.additionalProperties ? form : content["application/json"]?.schema) ?? {};
  const schema = fullest.$ref ? (schemas[fullest.$ref.split("/").at(-1) ?? ""] ?? {}) : fullest;
  return (
    <>
      <p className="text-muted">
        {required ? "Takes" : "May take"} {Object.keys(content).join(", ")}:
      </p>
      <SchemaFields label={summary} schema={schema} />
    </>
  );
}
