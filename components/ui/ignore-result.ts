/** Adapts a server action that returns a result to the type of a form's `action`. */
export function ignoreResult(action: (form: FormData) => Promise<unknown>): (form: FormData) => Promise<void> {
  return action as (form: FormData) => Promise<void>; // React ignores what the action of a form returns
}
