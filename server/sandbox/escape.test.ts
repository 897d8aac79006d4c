import { testCompatibility } from "./testing/compatibility";
import { testEscapes, workingLevels } from "./testing/escapes";

const levels = await workingLevels();
testEscapes(levels);
testCompatibility(levels);
