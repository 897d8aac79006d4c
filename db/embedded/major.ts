import fs from "node:fs";
import path from "node:path";
import { StartError } from "@/server/errors";

/** The major version of the PostgreSQL that Wooey brings. */
const MAJOR = 18;

/**
 * The folder of the cluster below the database's folder. @throws StartError if there is only one of another major version,
 * which this PostgreSQL cannot read
 */
export function clusterFolder(folder: string): string {
  const cluster = path.join(folder, `pg${MAJOR}`);
  const found = majorOf(cluster) ?? newestMajor(folder);
  if (found === null || found === MAJOR) return cluster;
  throw new StartError(
    `The database in ${folder} is of PostgreSQL ${found}, and this version of Wooey brings PostgreSQL ${MAJOR}. Make a backup with the version of Wooey that you had (wooey backup), and restore it into a new data folder with this one (wooey restore); see docs/backup.md.`,
  );
}

/** The major version of the other clusters; null if there are none. */
function newestMajor(folder: string): number | null {
  const names = fs.readdirSync(folder).filter((name) => /^pg\d+$/.test(name));
  const majors = names.flatMap((name) => majorOf(path.join(folder, name)) ?? []);
  return majors.length === 0 ? null : Math.max(...majors);
}

/** What PostgreSQL wrote when it created the cluster; null if there is none. */
function majorOf(cluster: string): number | null {
  const file = path.join(cluster, "PG_VERSION");
  return fs.existsSync(file) ? Number.parseInt(fs.readFileSync(file, "utf8"), 10) : null;
}
