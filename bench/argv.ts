// Values to command line and back, against real Python: `npx tsx bench/argv.ts [cases] [seed] [python ...]`.
import { fuzz } from "@/command-line/testing/fuzz";

const [count = "2000", seed = "1", ...pythons] = process.argv.slice(2);
let failed = false;
for (const python of pythons.length > 0 ? pythons : ["python3"]) {
  const result = await fuzz({ seed: Number(seed), count: Number(count), python });
  const { wrong, refused, misread, modelOnly, pythonOnly } = result;
  console.log(
    `${python}: ${result.built} command lines built and read back in ${result.buildMs.toFixed(3)} ms each (promised: 1 ms)`,
  );
  console.log(`  ${wrong.length} wrong, ${refused.length} refused by Python (promised: 0 and 0)`);
  console.log(`  value sets refused: ${result.invalid} by checks, ${result.unsayable} as unsayable`);
  console.log(
    `  free command lines: ${result.bothRead} read alike, ${result.bothRefused} refused by both, ${misread.length} read ` +
      `differently, ${modelOnly.length} refused by Python alone, ${pythonOnly.length} by the model alone`,
  );
  for (const example of [...wrong, ...refused, ...misread].slice(0, 5)) console.log(JSON.stringify(example));
  if (process.env.VERBOSE)
    for (const example of [...modelOnly, ...pythonOnly].slice(0, 12)) console.log(JSON.stringify(example));
  failed ||= wrong.length + refused.length + misread.length > 0;
}
process.exitCode = failed ? 1 : 0;
