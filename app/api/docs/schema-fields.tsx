import { Fragment, type ReactNode } from "react";
import { Table, Td, Th } from "@/components/ui/table";
import { t } from "@/server/language/text";
import type { JsonSchema } from "@/server/openapi/schemas";

/** The fields of an object as a table: name, type, description. */
export function SchemaFields({ label, schema }: { label: string; schema: JsonSchema }) {
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {});
  const others = typeof schema.additionalProperties === "object" ? schema.additionalProperties : null;
  return (
    <Table label={t("Fields of {name}", { name: label })} isTextOnly>
      <thead>
        <tr>
          <Th>{t("Field")}</Th>
          <Th>{t("Type")}</Th>
          <Th>{t("Description")}</Th>
        </tr>
      </thead>
      <tbody>
        {fields.map(([name, field]) => (
          <Row key={name} name={<code>{name}</code>} field={field} note={required.has(name) ? "" : t("Optional.")} />
        ))}
        {others ? <Row name={<em>{t("any other name")}</em>} field={others} note="" /> : null}
      </tbody>
    </Table>
  );
}

function Row({ name, field, note }: { name: ReactNode; field: JsonSchema; note: string }) {
  const longest =
    typeof field.maxLength === "number" ? t("At most {count, number} characters.", { count: field.maxLength }) : "";
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

/** A schema in the notation of TypeScript. Named schemas are links. */
export function SchemaType({ schema }: { schema: JsonSchema }): ReactNode {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) {
    return options.map((option, index) => (
      <Fragment key={JSON.stringify(option)}>
        {index > 0 ? " | " : null}
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
        <SchemaType schema={schema.items} />
        []
      </>
    );
  }
  if (schema.const !== undefined) return String(schema.const);
  if (schema.format === "binary") return "file";
  if (Array.isArray(schema.enum)) return [...new Set(schema.enum.map(String))].join(" | ");
  return [schema.type ?? "any"].flat().join(" | ");
}
