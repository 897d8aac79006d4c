import { customType, timestamp } from "drizzle-orm/pg-core";

/** A moment with milliseconds: a JavaScript Date has no more, and a finer column would lose rows in keyset paging. */
export const moment = () => timestamp({ withTimezone: true, precision: 3 });

/** Raw bytes, as a Buffer. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
