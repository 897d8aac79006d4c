import { chosenCommand, findSubcommand, setValue, valueIn } from "./parameter";
import type { Command, ScriptSpec } from "./spec";
import type { CommandValues } from "./values";

/**
 * The values with the initial values of parameters without a field filled in where nothing is given: what locks them is
 * checkValues, which refuses any other value.
 */
export function withInitialValues(spec: ScriptSpec, values: CommandValues): CommandValues {
  return fill(spec.command, values);
}

function fill(command: Command, values: CommandValues): CommandValues {
  const filled: CommandValues = { ...values };
  const isGiven = (id: string) => valueIn(values, id) !== undefined;
  for (const parameter of command.params) {
    const { initialValue, locked, hidden, mutex, id } = parameter;
    if (initialValue === undefined || !(locked || hidden) || isGiven(id)) continue;
    // A hidden initial value gives way to another one of its exclusive group; a locked one does not.
    const rivals = command.params.filter((one) => mutex !== undefined && one.mutex === mutex && one.id !== id);
    if (locked || !rivals.some((one) => isGiven(one.id))) setValue(filled, id, initialValue);
  }
  const chosen = chosenCommand(values);
  const sub = chosen && findSubcommand(command, chosen.name);
  if (chosen && sub) filled.$command = { name: chosen.name, values: fill(sub, chosen.values) };
  return filled;
}
