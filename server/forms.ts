import "server-only";
import type { Actor } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import type { FieldErrors } from "@/server/errors";
import { toAppError } from "@/server/http/errors";

/** What a form shows after it was sent: messages by field, `__all__` for those that belong to none. */
export interface FormErrors {
  errors: FieldErrors;
}

/**
 * A server action, for `action={…}` or `useActionState`: finds the actor, and is the one catch of forms. What the
 * sender can act on comes back as `{ errors }`; redirects and not-found pass, bugs reach error.tsx.
 */
export function formAction<Result = undefined>(
  handler: (actor: Actor, form: FormData) => Promise<Result>,
): (stateOrForm: unknown, form?: FormData) => Promise<Result | FormErrors> {
  return async (stateOrForm, form) => {
    try {
      return await handler(await getActor(), form ?? (stateOrForm as FormData));
    } catch (error) {
      const known = toAppError(error);
      if (!known) throw error;
      return { errors: known.fields };
    }
  };
}
