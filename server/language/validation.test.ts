import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { setReader } from "./text";
import { localizeValidation } from "./validation";

afterEach(() => {
  setReader(() => undefined);
  z.config({ customError: undefined });
});

test("zod's own messages are in the reader's language; a schema's own message stays", () => {
  localizeValidation();
  const schema = z.object({ count: z.number(), name: z.string("Enter a name.") });
  const messages = () => schema.safeParse({}).error?.issues.map((issue) => issue.message);
  expect(messages()).toEqual(["Invalid input: expected number, received undefined", "Enter a name."]);
  setReader(() => ({ language: "de", texts: {} }));
  expect(messages()).toEqual(["Ungültige Eingabe: erwartet Zahl, erhalten undefined", "Enter a name."]);
});
