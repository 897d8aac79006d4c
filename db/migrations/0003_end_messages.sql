ALTER TABLE "jobs" ADD COLUMN "end_messages" jsonb;--> statement-breakpoint
-- How a job ended was an English sentence; it is kept as a message now, and said in the reader's language.
UPDATE "jobs" SET "end_messages" = jsonb_build_array(jsonb_build_object('text', "end_note")) WHERE "end_note" IS NOT NULL;
