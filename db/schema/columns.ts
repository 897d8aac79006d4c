import { customType, timestamp } from "drizzle-orm/pg-core";

/**
 * A timestamp with milliseconds. A Date has no finer precision, and a finer column would lose rows in keyset paging.
 */
export const timestampMs = () => timestamp({ withTimezone: true, precision: 3 });

/** Bytes as a Buffer. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
