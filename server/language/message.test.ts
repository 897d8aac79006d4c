import { afterEach, describe, expect, test } from "vitest";
import { englishOf, localizeMessage, localizeMessages, message, sizeQuantity } from "./message";
import { setReader } from "./text";

afterEach(() => setReader(() => undefined));

const reason = message("The build took longer than {limit}.", { limit: { amount: 15, unit: "minute" } });
const failed = message("The environment could not be built: {reason}", { reason });

describe("a stored message", () => {
  test("is said in the language of its reader, with its quantities and the messages in it", () => {
    setReader(() => ({
      language: "de",
      texts: {
        "The build took longer than {limit}.": "Der Build dauerte länger als {limit}.",
        "The environment could not be built: {reason}": "Die Umgebung ließ sich nicht bauen: {reason}",
      },
    }));
    expect(localizeMessage(failed)).toBe("Die Umgebung ließ sich nicht bauen: Der Build dauerte länger als 15 Min..");
    expect(localizeMessages([failed, { text: "An older, plain text {stays}." }])).toMatch(
      /An older, plain text {stays}\.$/,
    );
    expect(localizeMessages([])).toBeNull();
    expect(englishOf(failed)).toBe("The environment could not be built: The build took longer than 15 mins.");
  });

  test("survives JSON", () => {
    expect(localizeMessage(JSON.parse(JSON.stringify(failed)))).toBe(localizeMessage(failed));
  });

  test.each([
    [2 * 2 ** 30, "2 GB"],
    [1.5 * 2 ** 20, "1.5 MB"],
    [10 * 2 ** 10, "10 kB"],
  ])("%d bytes of a limit are %s", (bytes, text) => {
    expect(englishOf(message("{size}", { size: sizeQuantity(bytes) }))).toBe(text);
  });
});
