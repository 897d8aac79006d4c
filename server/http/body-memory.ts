import { limitReached } from "@/server/errors";
import { t } from "@/server/language/text";

/** All texts of bodies that this process holds at the same time. Files are not among them: they go to storage. */
const TOTAL_BYTES_MAX = 64 * 1024 * 1024;

// On globalThis, because Next gives route handlers copies of a module.
const holder = globalThis as { wooeyBodyBytes?: number };

/** What one body holds in memory. */
export interface BodyMemory {
  /** Counts further bytes. @throws limit if all bodies together hold too much */
  take(bytes: number): void;
  /** Gives back everything that this body has taken. */
  free(): void;
}

/** Starts to count a body. Call `free` when it has been read, or has failed. */
export function openBodyMemory(bytesMax = TOTAL_BYTES_MAX): BodyMemory {
  let taken = 0;
  const count = (bytes: number) => {
    taken += bytes;
    holder.wooeyBodyBytes = (holder.wooeyBodyBytes ?? 0) + bytes;
  };
  return {
    take: (bytes) => {
      count(bytes);
      if ((holder.wooeyBodyBytes ?? 0) > bytesMax)
        throw limitReached(t("The server is receiving too much at the moment. Try again in a few seconds."), 5);
    },
    free: () => count(-taken),
  };
}
