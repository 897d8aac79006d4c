/** Waits until `find` returns a value other than null, undefined and false, and returns that value. */
export async function until<T>(
  find: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  what: string,
  withinMs = 10_000,
): Promise<T> {
  const endsAt = Date.now() + withinMs;
  for (;;) {
    const found = await find();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > endsAt) throw new Error(`Waited ${withinMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
