import { StartError } from "@/server/errors";
import { buildPagesIfStale } from "../build/next-build";

// `npm run build`: builds the pages, which the first `npm start` would otherwise do.
try {
  await buildPagesIfStale((line) => console.log(line));
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}
