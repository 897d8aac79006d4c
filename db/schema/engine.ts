import { pgSchema } from "drizzle-orm/pg-core";

/** State of the embedded Inngest engine. */
export const engine = pgSchema("engine");
