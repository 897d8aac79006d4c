import "server-only";
import { forbidden, notFound } from "next/navigation";
import { z } from "zod";
import { recordRefusal } from "@/server/audit/security-events";
import type { Actor } from "@/server/auth/actor";
import { currentPage, getActor } from "@/server/auth/current";
import { AppError, type FieldErrors } from "@/server/errors";
import { toAppError } from "@/server/http/errors";
import { toId } from "@/server/http/path-id";
import { t } from "@/server/language/text";
import { confirmWithPassword } from "@/server/users/confirm";

/** The messages for a form that was sent, by field; `__all__` for those that belong to no field. */
export interface FormErrors {
  errors: FieldErrors;
}

/**
 * A server action for `action={…}` or `useActionState`. It finds the actor, and is the only place that catches errors
 * of forms: errors that the sender can correct are returned as `{ errors }`, redirects and not-found are passed on, and
 * bugs reach error.tsx. A form may contain the sender's password in `confirmPassword`, for verbs that require it again
 * after a while.
 */
export function formAction<Result = undefined>(
  handler: (actor: Actor, form: FormData) => Promise<Result>,
): (stateOrForm: unknown, form?: FormData) => Promise<Result | FormErrors> {
  return async (stateOrForm, form) => {
    try {
      // Without useActionState, Next passes the form alone. Anyone can call an action with something else.
      const sent = form ?? stateOrForm;
      if (!(sent instanceof FormData)) throw new AppError("invalid", t("The input is not valid."));
      const actor = await getActor();
      const password = sent.get("confirmPassword");
      if (typeof password === "string" && password !== "") await confirmWithPassword(actor, password);
      return await handler(actor, sent);
    } catch (error) {
      const known = toAppError(error);
      if (!known) throw error;
      if (known.code === "forbidden") await recordRefusal(await getActor(), await currentPage(), "not permitted");
      return { errors: known.fields };
    }
  };
}

/**
 * A server action that the scripts of a page call with arguments. Anyone can call it with any arguments, so `schema`
 * reads them. It answers 403 for what the caller may not do, and 404 for what does not exist and for other arguments.
 */
export function scriptAction<Args extends unknown[], Result>(
  schema: z.ZodType<Args>,
  handler: (actor: Actor, ...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await handler(await getActor(), ...schema.parse(args));
    } catch (error) {
      const known = toAppError(error);
      if (known?.code === "forbidden" || known?.code === "unauthenticated") forbidden();
      if (known?.code === "not_found" || known?.code === "invalid") notFound();
      throw error;
    }
  };
}

/** A text field; "" if it is missing. */
export const textField = z.string().catch("");
/** A checkbox, which a browser sends only if it is checked. */
export const checkboxField = z
  .string()
  .optional()
  .transform((value) => value === "on");
/** The id of a row; 0, which no row has, if it is missing or not an id. */
export const idField = textField.transform(toId);
/** The ids of all checked boxes or selected options of this name. */
export const idsField = z.array(idField).default([]);

/**
 * The fields of a form, by a schema. A field gets all values of its name if its schema is a list, otherwise the last one.
 * Fields that the schema does not name are dropped.
 * @throws ZodError, which `formAction` turns into messages beside the fields
 */
export function readForm<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  form: FormData,
): z.output<z.ZodObject<Shape>> {
  const names = Object.keys(schema.shape).filter((name) => form.has(name));
  const values = names.map((name) => {
    const all = form.getAll(name);
    return [name, isList(schema.shape[name]) ? all : all.at(-1)];
  });
  return schema.parse(Object.fromEntries(values));
}

function isList(schema: unknown): boolean {
  return schema instanceof z.ZodArray || (schema instanceof z.ZodDefault && isList(schema.unwrap()));
}
