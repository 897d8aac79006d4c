import { describe, expect, test } from "vitest";
import { isSecretByDefault, isSecretName } from "./secret-names";
import type { Parameter } from "./spec";
import { aFlag, aParameter, aPositional } from "./testing/specs";

const secretNames = `
  mysql --password        wget --http-password     wget --ftp-password     wget --proxy-password
  curl --pass             httpie --auth            ldapsearch passwd       sqlcmd --Password
  mongosh --apiKey        sshpass --passphrase     gpg --passphrase        keytool --storepass-password
  borg --new-passphrase   rclone --ftp-pass        rclone --sftp-pass      rclone --s3-secret-access-key
  rclone --webdav-bearer-token  rclone --drive-client-secret  rclone --b2-key-password  restic --new-password
  kubectl --token         kubectl --password       helm --password         oc --token
  vault -client-token     docker --password        podman --creds          skopeo --src-creds
  skopeo --dest-registry-token  npm --otp          npm --_authToken        twine --password
  poetry --http-basic-password  huggingface-cli --token  transformers --hub_token  wandb --api-key
  wandb --api_key         kaggle --api-token       openai --api-key        litellm --api_key
  llm --openai-api-key    langchain --OPENAI_API_KEY     aider --anthropic-api-key  ncbi-datasets --api-key
  entrez-direct --ncbi-api-key  aws --secret-string     aws --session-token   aws --master-user-password
  az --account-key        az --sas-token           az --client-secret      az --admin-password
  gcloud --access-token   gh --auth-token          glab --job-token        sentry-cli --auth-token
  datadog --app-key       slackcat --bot-token     twurl --consumer-secret twurl --access-token-secret
  terraform --access-key  minio --secret-key       minio --secretKey       cast --private-key
  cast --mnemonic         ansible --become-pass    ansible --become-password  yt-dlp --video-password
  yt-dlp --ap-password    deluge --userpass        django SECRET_KEY       flask JWT_SECRET_KEY
  samba --pw-nt-hash-password  smtp SMTP_PASSWORD  postgres PGPASSWORD     mysql MYSQL_PWD
  aws AWS_SECRET_ACCESS_KEY  github GITHUB_TOKEN   own dbPassword2         own secret-value
  own token_base64        own mot-de-passe-passwort  own contraseña        own seed-phrase
`;
const otherNames = `
  openai --max-tokens     llama.cpp --n-tokens     vllm --max_num_batched_tokens  transformers --pad_token
  transformers --eos-token  transformers --mask_token  diffusers --placeholder_token  diffusers --initializer_token
  gpt-engineer --tokens   spacy --token-pattern    tokenizers --special_tokens  aws --next-token
  aws --starting-token    gcloud --page-token      aws --continuation-token  kubectl --token-file
  vault -token-type       curl --key-type          sort --key              sort --sort-key
  polars --group-key      sql --primary-key        sql --foreign_key       dynamodb --partition-key
  aws --access-key-id     aws --secret-id          vault --secret-name     openssl --key-size
  openssl --keyform       age --public-key         ssh --host-key          docker --password-stdin
  restic --password-file  restic --password-command  rsync --password-file  borg --passphrase-fd
  ansible --vault-password-file  gh --secret-scanning  pwgen --password-length  hydra --password-list
  httpie --auth-type      wget --auth-no-challenge  curl --cookie-jar      yt-dlp --cookies-from-browser
  ffmpeg -passlogfile     ffmpeg --two-pass        sox --low-pass          scipy --high_pass
  pandoc --key-map        keyboard --hotkey        bio --monkey            game --turkey
  sphinx --author         git --author             nmap --passive          tar --bypass
  csrf --csrf-token       web --session            paging --cursor         seed --seed
  app --secretary         app --tokenizer          app --tokenize          app --authority
  app --passenger         app --compass            app --authentication-method  app --user
`;
const namesIn = (table: string) =>
  [...table.matchAll(/\S+ (\S+)(?: {2,}|\n)/g)].map(([program, name = ""]) => [program.trim(), name] as const);

describe("isSecretName", () => {
  const [secrets, others] = [namesIn(secretNames), namesIn(otherNames)];
  test("the tables have enough names of real programs", () => {
    expect(secrets.length).toBeGreaterThan(70);
    expect(others.length).toBeGreaterThan(60);
  });
  test.each(secrets)("%s: a secret", (_, name) => expect(isSecretName(name)).toBe(true));
  test.each(others)("%s: not a secret", (_, name) => expect(isSecretName(name)).toBe(false));
});

describe("isSecretByDefault", () => {
  const cases: [string, Parameter, boolean][] = [
    ["an option", aParameter("api_key"), true],
    ["a positional", aPositional("password"), true],
    ["by one of its flags", aParameter("credential", { dest: "p", flags: ["-p", "--password"] }), true],
    ["by its environment variable", aParameter("login", { env: "GITHUB_TOKEN" }), true],
    ["several values", aParameter("token", { action: "append" }), true],
    ["groups of values", aParameter("secret", { action: "append", nargs: 2 }), true],
    ["an optional value", aParameter("password", { nargs: "?" }), true],
    ["a UUID", aParameter("token", { format: "uuid" }), true],
    ["a password of digits", aParameter("password", { type: "integer" }), true],
    ["a token's number", aParameter("token", { type: "integer" }), false],
    ["a flag", aFlag("password"), false],
    ["a truth value", aParameter("auth_token", { type: "boolean" }), false],
    ["a choice", aParameter("secret", { choices: [{ value: "red" }, { value: "blue" }] }), false],
    ["a file", aParameter("private_key", { format: "file", mode: "r" }), false],
    ["a path", aParameter("credentials", { format: "path" }), false],
    ["what looks like a file", aParameter("private_key", { hint: { kind: "file", mode: "r" } }), false],
    ["an upload that staff chose", aParameter("credentials", { widget: "file-or-text" }), false],
    ["with a value that staff filled in", aParameter("token", { initialValue: "demo" }), false],
    ["another name", aParameter("name"), false],
  ];
  test.each(cases)("%s", (_, parameter, expected) => expect(isSecretByDefault(parameter)).toBe(expected));
});
