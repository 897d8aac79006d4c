/** Merges two streams into one, each item as it arrives. It ends when the first ends, and then ends the second. */
export async function* mergeStreams<Item>(
  first: AsyncIterable<Item>,
  openSecond: (signal: AbortSignal) => AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const end = new AbortController();
  const main = first[Symbol.asyncIterator]();
  const second = openSecond(AbortSignal.any([signal, end.signal]))[Symbol.asyncIterator]();
  const take = async (source: AsyncIterator<Item>) => ({ source, result: await source.next() });
  const pending = new Map([main, second].map((source) => [source, take(source)]));
  try {
    for (;;) {
      const { source, result } = await Promise.race(pending.values());
      if (result.done && source === main) return;
      if (!result.done) yield result.value;
      if (result.done) pending.delete(source);
      else pending.set(source, take(source));
    }
  } finally {
    end.abort();
    // Not awaited, because a waiting stream answers only after it has noticed the signal. Its errors are irrelevant.
    for (const source of [main, second]) source.return?.(undefined)?.catch(() => undefined);
    for (const last of pending.values()) last.catch(() => undefined);
  }
}
