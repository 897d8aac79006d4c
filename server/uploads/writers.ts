/** A request that sends bytes of an upload. */
interface Writer {
  /** Ends the request. */
  stop(): void;
  /** Resolves when everything that it has sent is on the disk. */
  ended: Promise<unknown>;
}

// On globalThis, because Next gives route handlers copies of a module. One web process uses a data folder.
const holder = globalThis as { wooeyUploadWriters?: Map<string, Writer> };

interface Writing<Result> {
  stop(): void;
  write(): Promise<Result>;
}

/**
 * Runs `write` as the only writer of an upload. An earlier one, whose connection may be long dead, is stopped first.
 */
export async function asOnlyWriter<Result>(id: string, { stop, write }: Writing<Result>): Promise<Result> {
  // Nothing may wait between the last look at the map and the new entry.
  for (let earlier = writers().get(id); earlier; earlier = writers().get(id)) await stopped(id, earlier);
  const writing = write();
  const writer = { stop, ended: writing.catch(() => undefined) };
  writers().set(id, writer);
  try {
    return await writing;
  } finally {
    if (writers().get(id) === writer) writers().delete(id);
  }
}

/** Stops the writer of an upload, if there is one, and waits until what it has received is on the disk. */
export async function stopWriter(id: string): Promise<void> {
  const writer = writers().get(id);
  if (writer) await stopped(id, writer);
}

async function stopped(id: string, writer: Writer): Promise<void> {
  writer.stop();
  await writer.ended;
  if (writers().get(id) === writer) writers().delete(id);
}

function writers(): Map<string, Writer> {
  holder.wooeyUploadWriters ??= new Map();
  return holder.wooeyUploadWriters;
}
