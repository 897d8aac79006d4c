import path from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest, in this order. */
const longest = [
  "server/runner/worker.db.test.ts",
  "server/runner/builder.db.test.ts",
  "command-line/differential.test.ts",
  "server/introspection/corpus/libraries.test.ts",
  "server/environments/build.db.test.ts",
  "server/runner/prepare.db.test.ts",
  "server/introspection/corpus/programs.test.ts",
  "bin/programs/wooey.db.test.ts",
  "server/runner/terminal.db.test.ts",
  "server/runner/describe-with-dependencies.db.test.ts",
  "app/api/fuzz.db.test.ts",
  "server/introspection/corpus/missing.test.ts",
];

/** Starts the long files first, also where no earlier run is known, so that none of them is left to the end alone. */
export class LongestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = longest.indexOf(path.relative(this.ctx.config.root, moduleId));
      return index < 0 ? longest.length : index;
    };
    const sorted = await super.sort(specifications);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const projectRank = ({ project }: TestSpecification) => projects.indexOf(project.name);
    return sorted.toSorted((a, b) => projectRank(a) - projectRank(b) || rank(a) - rank(b));
  }
}
