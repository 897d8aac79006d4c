import { expect, test } from "vitest";
import { configOf, parseDockerfile } from "./dockerfile";

const text = `# syntax of a comment
FROM node:24-bookworm-slim AS build
RUN echo one \\
  # a comment between
  && echo two
COPY package.json .npmrc ./
FROM debian:bookworm-slim
COPY --from=build --chown=1:1 /app /app
ENV A=1 B=x=y
WORKDIR /app
USER wooey
ENTRYPOINT ["tini", "--"]
CMD ["node"]
`;

test("reads stages, steps over several lines, options and lists", () => {
  const [build, last] = parseDockerfile(text);
  expect(build).toMatchObject({ image: "node:24-bookworm-slim", name: "build" });
  expect(build?.instructions.map(({ name, text }) => `${name} ${text}`)).toEqual([
    "RUN echo one && echo two",
    "COPY package.json .npmrc ./",
  ]);
  expect(last?.instructions[0]).toMatchObject({ options: { from: "build", chown: "1:1" }, words: ["/app", "/app"] });
});

test("finds what a container is started with", () => {
  const [, last] = parseDockerfile(text);
  expect(last && configOf(last)).toEqual({
    env: { A: "1", B: "x=y" },
    workdir: "/app",
    user: "wooey",
    command: ["tini", "--", "node"],
  });
});

test("refuses instructions before FROM", () => {
  expect(() => parseDockerfile("RUN true")).toThrow("RUN comes before FROM.");
});
