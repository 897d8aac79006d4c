import type { Chance } from "./random";

const junk: unknown[] = [
  ...[null, true, false, 0, 1, -1, 101, 1.5, -0.5, 1e300, 1e22, 2 ** 53, -(2 ** 60)],
  ...[
    "",
    " ",
    "x",
    "1",
    "-x",
    "--",
    "-",
    "--name=x",
    "@file",
    "a\0b",
    "nan",
    "inf",
    "12345678901234567890",
    "2024-13-01",
  ],
  ...[[], [[]], [null], ["x"], [1], [true], ["-x", "-y"], [["a"], ["b", "c"]], {}, { x: 1 }],
  ...[{ $file: "a" }, { $file: "" }, { $file: "a", path: "b" }, { $upload: "u" }, { $upload: 1 }],
  ...[{ $job: 1, path: "a/b" }, { $job: "u", path: "" }, { $job: 0, path: "a" }, { $job: 1 }, "file:12", "upload:0"],
];

/** A copy of an input with one to three changes at random places, which may make it wrong, or with a part of `other`. */
export function mutateInput(input: unknown, chance: Chance, { other }: { other: unknown }): unknown {
  let copy: unknown = structuredClone(input);
  if (chance.with(0.3) && isObject(copy) && isObject(other)) {
    const [name, value] = chance.of(Object.entries(other).length > 0 ? Object.entries(other) : [["x", 1]]);
    return Object.fromEntries([...Object.entries(copy), [name, value]]);
  }
  for (let times = 1 + chance.below(3); times > 0; times -= 1) copy = mutate(copy, chance);
  return copy;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mutate(value: unknown, chance: Chance): unknown {
  if (Array.isArray(value)) return mutateList(value, chance);
  if (!isObject(value) || chance.with(0.03)) return chance.of(junk);
  const entries = Object.entries(value);
  const [name, inner] = chance.of(entries.length > 0 ? entries : [["x", 1]]);
  const others = entries.filter(([key]) => key !== name);
  const how = chance.below(name === "$command" ? 12 : 6);
  if (how === 0) return Object.fromEntries(others);
  if (how === 1)
    return {
      ...value,
      [chance.of(["x", "zz", "$rest", "$command", "constructor", name.toUpperCase()])]: chance.of(junk),
    };
  if (how === 2) return Object.fromEntries([...others, [name, chance.of(junk)]]);
  return Object.fromEntries([...others, [name, mutate(inner, chance)]]);
}

function mutateList(list: unknown[], chance: Chance): unknown[] {
  const at = chance.below(list.length + 1);
  const how = chance.below(4);
  if (how === 0) return list.toSpliced(at, 1);
  if (how === 1) return list.toSpliced(at, 0, chance.of(junk));
  if (how === 2 && list.length > 0) return list.toSpliced(at % list.length, 1, mutate(list[at % list.length], chance));
  return list.toSpliced(at, 1, chance.of(list.length > 0 ? list : junk));
}
