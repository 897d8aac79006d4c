/** The function with its results remembered for as long as their argument exists. */
export function oncePer<Argument extends object, Result>(make: (argument: Argument) => Result) {
  const known = new WeakMap<Argument, { result: Result }>();
  return (argument: Argument): Result => {
    const found = known.get(argument) ?? { result: make(argument) };
    known.set(argument, found);
    return found.result;
  };
}
