/** A server action for the `action` of a form. */
export function ignoreResult(action: (form: FormData) => Promise<unknown>): (form: FormData) => Promise<void> {
  return action as (form: FormData) => Promise<void>; // React ignores what the action of a form returns
}
