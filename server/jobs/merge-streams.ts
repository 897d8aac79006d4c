/** Two streams as one, each piece as it comes; it ends with the first, and ends the second then. */
export async function* beside(
  first: AsyncIterable<string>,
  open: (signal: AbortSignal) => AsyncIterable<string>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const end = new AbortController();
  const own = first[Symbol.asyncIterator]();
  const other = open(AbortSignal.any([signal, end.signal]))[Symbol.asyncIterator]();
  const take = async (from: AsyncIterator<string>) => ({ from, result: await from.next() });
  const ahead = new Map([own, other].map((from) => [from, take(from)]));
  try {
    for (;;) {
      const { from, result } = await Promise.race(ahead.values());
      if (result.done && from === own) return;
      if (!result.done) yield result.value;
      if (result.done) ahead.delete(from);
      else ahead.set(from, take(from));
    }
  } finally {
    end.abort();
    // Not awaited: a stream that waits answers only after it has noticed. Nobody hears their errors any more.
    for (const from of [own, other]) from.return?.(undefined)?.catch(() => undefined);
    for (const last of ahead.values()) last.catch(() => undefined);
  }
}
