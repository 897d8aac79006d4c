interface Site {
  origin: string;
  siteName: string;
  acceptsKeys: boolean;
}

/** What a program or an agent reads first (https://llmstxt.org): how to get a key, and the calls from a question to its result. */
export function llmsText({ origin, siteName, acceptsKeys }: Site): string {
  return `# ${siteName}

> This server runs command-line scripts. With an API key, a program finds a script, reads which input it accepts, runs it, and
> fetches what it printed and wrote.

## Get a key

${acceptsKeys ? getKey(origin) : enableKeys(origin)}

## Find, describe, run, fetch

1. Find a script. Each item of \`items\` has a \`slug\`.

       curl -H "Authorization: Bearer $KEY" "${origin}/api/v2/scripts?q=count+words"

2. See its input. \`input\` is a JSON Schema, and \`examples\` has the least that it requires, for each of its sub-commands.

       curl -H "Authorization: Bearer $KEY" ${origin}/api/v2/scripts/SLUG

3. Run it, and wait for up to 45 seconds. \`{"$file": "data"}\` in the input is the part \`data\` of the form.

       curl -H "Authorization: Bearer $KEY" -H "Prefer: wait=45" \\
         --form-string 'job={"input": {"path": {"$file": "data"}}}' -F data=@words.txt \\
         ${origin}/api/v2/scripts/SLUG/jobs

   Without files, send the same JSON with \`Content-Type: application/json\`. The answer is the job. If its \`status\` is
   \`submitted\`, \`queued\` or \`running\`, get \`links.wait\`, again and again until it has ended. \`completed\` means exit code 0.

4. Fetch the result: \`links.output\` is what the script printed, and \`links.files\` lists its files, each with its \`url\`. Links
   are paths at ${origin}.

       curl -H "Authorization: Bearer $KEY" ${origin}/api/v2/jobs/ID/output
       curl -H "Authorization: Bearer $KEY" -O ${origin}/api/v2/jobs/ID/files/PATH

## Good to know

- An error is \`application/problem+json\`. Its \`errors\` say which field is wrong (\`pointer\`), what was \`given\` and what is
  \`allowed\`. Correct these fields and try again; a field that the schema does not have is refused.
- \`?dryRun=true\` checks an input and runs nothing.
- Send an \`Idempotency-Key\` of your own with each job: a request that you repeat with it does not run the script twice.
- Status 429 and 503 say in \`Retry-After\` after how many seconds to try again.
- A file that you use more than once, or a large one: \`POST ${origin}/api/v2/uploads\`, then \`{"$upload": "ID"}\` in the input. A
  file of an earlier job: \`{"$job": ID, "path": "PATH"}\`.

## More

- [All operations](${origin}/api/docs/)
- [OpenAPI 3.1](${origin}/api/openapi.json)
- MCP: ${origin}/mcp has the same as six tools, with the same key
- [The command line](${origin}/cli/wooey.mjs): one file for Node.js 20 or newer
`;
}

function getKey(origin: string): string {
  return `A person creates it at ${origin}/me/ ; the permissions \`read\` and \`run\` are enough. A program can also ask for one:
\`POST ${origin}/api/v2/device\` with the form field \`client_id\` (its name) returns a code and an address where a person approves it,
and \`POST ${origin}/api/v2/device/token\` then returns the key (RFC 8628). Send the key with every request:
\`Authorization: Bearer KEY\`.`;
}

function enableKeys(origin: string): string {
  return `**This site does not accept API keys at the moment: every call below answers 401.** An administrator of the site has to set
\`WOOEY_ENABLE_API_KEYS=true\`, in the environment or in its file \`.env\`, and restart it. Then a person creates a key at
${origin}/me/ ; the permissions \`read\` and \`run\` are enough. Send it with every request: \`Authorization: Bearer KEY\`.`;
}
