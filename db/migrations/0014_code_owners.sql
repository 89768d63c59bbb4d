ALTER TABLE "ownership_rules" ADD COLUMN "repository_id" uuid;--> statement-breakpoint
ALTER TABLE "ownership_rules" ADD COLUMN "code_owner" text;--> statement-breakpoint
ALTER TABLE "repository_files" ADD COLUMN "owners" text[] DEFAULT '{}' NOT NULL;