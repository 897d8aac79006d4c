import { Fragment, type ReactNode } from "react";
import { Table, Td, Th } from "@/components/ui/table";
import type { JsonSchema } from "@/server/openapi/schemas";

/** The fields of an object as a table: name, type, what it means. */
export function SchemaFields({ label, schema }: { label: string; schema: JsonSchema }) {
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {});
  const others = typeof schema.additionalProperties === "object" ? schema.additionalProperties : null;
  return (
    <Table label={`Fields: ${label}`}>
      <thead>
        <tr>
          <Th>Field</Th>
          <Th>Type</Th>
          <Th>Meaning</Th>
        </tr>
      </thead>
      <tbody>
        {fields.map(([name, field]) => (
          <Row key={name} name={<code>{name}</code>} field={field} note={required.has(name) ? "" : "Optional."} />
        ))}
        {others ? <Row name={<em>any other name</em>} field={others} note="" /> : null}
      </tbody>
    </Table>
  );
}

function Row({ name, field, note }: { name: ReactNode; field: JsonSchema; note: string }) {
  const longest = typeof field.maxLength === "number" ? `At most ${field.maxLength} characters.` : "";
  return (
    <tr>
      <Td className="whitespace-nowrap">{name}</Td>
      <Td className="font-mono text-13">
        <SchemaType schema={field} />
      </Td>
      <Td className="min-w-60">{[field.description?.replaceAll("`", ""), longest, note].filter(Boolean).join(" ")}</Td>
    </tr>
  );
}

/** A schema in a word or a few; what has a name is a link to it. */
export function SchemaType({ schema }: { schema: JsonSchema }): ReactNode {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) {
    return options.map((option, index) => (
      <Fragment key={JSON.stringify(option)}>
        {index > 0 ? " or " : null}
        <SchemaType schema={option} />
      </Fragment>
    ));
  }
  const name = schema.$ref?.split("/").at(-1);
  if (name) {
    return (
      <a className="text-accent underline" href={`#${name}`}>
        {name}
      </a>
    );
  }
  if (schema.items) {
    return (
      <>
        list of <SchemaType schema={schema.items} />
      </>
    );
  }
  if (schema.const !== undefined) return String(schema.const);
  if (schema.format === "binary") return "file";
  if (Array.isArray(schema.enum)) return [...new Set(schema.enum.map(String))].join(" | ");
  return [schema.type ?? "anything"].flat().join(" | ");
}
