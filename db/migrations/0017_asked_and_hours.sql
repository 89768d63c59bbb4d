ALTER TABLE "change_notes" ADD COLUMN "answer_seen_at" timestamp (6) with time zone;--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "asked_of" text[];--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "working_hours" jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "working_hours" jsonb;--> statement-breakpoint
CREATE INDEX "change_notes_by_asker" ON "change_notes" USING btree ("org_id","user_id","change_id") WHERE kind = 'question';--> statement-breakpoint
CREATE INDEX "changes_asked" ON "changes" USING btree ("org_id","at","id") WHERE asked_of is not null and not has_reason;--> statement-breakpoint
UPDATE "changes" SET "asked_of" = array(select distinct k from unnest(array["change"->>'author', "change"->>'merger', "change"->>'editor', "actor_key"]) k where k is not null order by k) WHERE exists (select 1 from "change_notes" n where n.org_id = "changes".org_id and n.change_id = "changes".id and n.kind = 'question');--> statement-breakpoint
UPDATE "change_notes" SET "answer_seen_at" = "at" WHERE "kind" = 'question' AND exists (select 1 from "changes" c where c.org_id = "change_notes".org_id and c.id = "change_notes".change_id and c.has_reason);
