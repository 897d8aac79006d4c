ALTER TABLE "scripts" ADD COLUMN "tag_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE "scripts" SET "tag_text" = coalesce((SELECT string_agg(tag, chr(1) ORDER BY tag) FROM "script_tags" WHERE script_id = "scripts"."id"), '');--> statement-breakpoint
ALTER TABLE "scripts" DROP COLUMN "search_text";--> statement-breakpoint
ALTER TABLE "scripts" ADD COLUMN "search_text" text GENERATED ALWAYS AS (lower(description || chr(1) || tag_text || chr(2) || name)) STORED;--> statement-breakpoint
CREATE INDEX "scripts_limited" ON "scripts" USING btree ("id") WHERE "scripts"."limits" ->> 'concurrent' is not null or "scripts"."isolation_level" is not null;
