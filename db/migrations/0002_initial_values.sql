-- A parameter's `preset` is now its `initialValue`. Inside a JSON text a quoted "preset" has escaped quotes, so only keys match.
UPDATE "corrections" SET "patch" = ("patch" - 'preset') || jsonb_build_object('initialValue', "patch" -> 'preset') WHERE "patch" ? 'preset';--> statement-breakpoint
UPDATE "script_versions" SET "spec" = replace("spec"::text, '"preset": ', '"initialValue": ')::jsonb WHERE "spec" @? '$.**.params[*].preset';
