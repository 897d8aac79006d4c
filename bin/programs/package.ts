import path from "node:path";
import { StartError } from "@/server/errors";
import { projectRoot } from "@/server/root";
import { buildPagesIfStale } from "../build/next-build";
import { writePackage } from "../build/package";

// `npm run package -- FOLDER`: the product as a folder that needs Node.js alone, without sources, compilers or npm.
const log = (line: string) => console.log(line);

try {
  const folder = path.resolve(process.argv[2] ?? path.join(projectRoot(), "dist", "package"));
  await buildPagesIfStale(log);
  await writePackage(folder);
  log(`${folder} contains the product. Start it with: node ${path.join(folder, "bin", "launch.cjs")} start`);
} catch (error) {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}
