import { describe, expect, test } from "vitest";
import { anEnvironment, aStaffUser, aUser, bearer } from "@/db/testing/factories";
import * as patch from "./[id]/patch/route";
import * as create from "./create/route";
import * as list from "./list/route";

const address = "http://localhost:3000/api/virtual-environments/v1/";
const at = <T extends object>(params: T) => ({ params: Promise.resolve(params) });
const required = "This field is required.";

async function send(method: string, body: unknown, headers?: Record<string, string>) {
  const isForm = body instanceof URLSearchParams;
  const given = headers ?? (await bearer(await aStaffUser()));
  const all = isForm ? given : { "content-type": "application/json", ...given };
  return new Request(address, { method, body: isForm ? body : JSON.stringify(body), headers: all });
}
const creating = async (body: unknown) => {
  const response = await create.POST(await send("POST", body), at({}));
  return { status: response.status, body: await response.json() };
};
const patching = async (id: number | string, body: unknown) => {
  const response = await patch.PATCH(await send("PATCH", body), at({ id: String(id) }));
  return { status: response.status, body: await response.json() };
};

test("403 without a person, and for one who is not staff", async () => {
  for (const headers of [{}, await bearer(await aUser())]) {
    const answers = [
      await list.GET(new Request(address, { headers }), at({})),
      await create.POST(await send("POST", {}, headers), at({})),
      await patch.PATCH(await send("PATCH", {}, headers), at({ id: "1" })),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403]);
  }
});

test("200 with the environments by name", async () => {
  await anEnvironment({ name: "zz" });
  await anEnvironment({ name: "aa" });
  const response = await list.GET(new Request(address, { headers: await bearer(await aStaffUser()) }), at({}));
  const { valid, virtual_environments } = await response.json();
  expect(valid).toBe(true);
  expect(virtual_environments.map((one: { name: string }) => one.name)).toEqual(["aa", "zz"]);
});

describe("POST create", () => {
  test("200 with the environment, from JSON and from a form", async () => {
    const fields = { name: "ve", python_binary: "/usr/bin/python3", venv_directory: "/srv/venvs" };
    expect(await creating({ ...fields, requirements: " pandas\nnumpy \n" })).toEqual({
      status: 200,
      body: {
        valid: true,
        virtual_environment: {
          ...fields,
          id: expect.any(Number),
          requirements: "pandas\nnumpy",
          install_path: "/srv/venvs/usrbinpython3/ve",
        },
      },
    });
    expect((await creating(new URLSearchParams(fields))).body.virtual_environment.requirements).toBe("");
  });

  const bad: [Record<string, unknown>, Record<string, string[]>][] = [
    [{}, { name: [required], python_binary: [required], venv_directory: [required] }],
    [
      { name: " ", python_binary: "", venv_directory: "/srv" },
      { name: [required], python_binary: [required] },
    ],
    [
      { name: "n".repeat(26), python_binary: "p", venv_directory: "/srv" },
      { name: ["Ensure this value has at most 25 characters (it has 26)."] },
    ],
    [
      { name: "n", python_binary: "p".repeat(1025), venv_directory: "/srv" },
      { python_binary: ["Ensure this value has at most 1024 characters (it has 1025)."] },
    ],
    [{ name: "a\0", python_binary: "p", venv_directory: "/" }, { name: ["Null characters are not allowed."] }],
    [
      { name: null, python_binary: ["p"], venv_directory: 5, requirements: {} },
      { name: [required], python_binary: ["Enter text."], requirements: ["Enter text."] },
    ],
  ];
  test.each(bad)("400 for %j", async (body, errors) => {
    expect(await creating(body)).toEqual({ status: 400, body: { valid: false, errors } });
  });
});

describe("PATCH", () => {
  test("200 with what was given changed", async () => {
    const { id } = await anEnvironment({ requirements: "x" });
    expect((await patching(id, { requirements: "" })).body.virtual_environment).toMatchObject({ requirements: "" });
    const body = new URLSearchParams({ venv_directory: "/srv/other", name: "renamed" });
    expect((await patching(id, body)).body.virtual_environment.install_path).toBe("/srv/other/python3/renamed");
  });

  const nothing = ["At least one field is required."];
  const bad: [unknown, Record<string, string[]>][] = [
    [{}, { __all__: nothing }],
    [{ unknown: 1 }, { __all__: nothing }],
    [{ name: "" }, { __all__: nothing, name: [required] }],
    [{ name: "x", python_binary: " " }, { python_binary: [required] }],
  ];
  test.each(bad)("400 for %j", async (body, errors) => {
    const { id } = await anEnvironment();
    expect(await patching(id, body)).toEqual({ status: 400, body: { valid: false, errors } });
  });

  test("404 for none, even with nothing to change", async () => {
    const errors = { virtual_environment: ["Unable to find virtual environment."] };
    for (const id of ["99999999", "x"])
      expect(await patching(id, {})).toEqual({ status: 404, body: { valid: false, errors } });
  });
});
