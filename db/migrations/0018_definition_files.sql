CREATE TABLE "executed_turns" (
	"org_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"at" timestamp (6) with time zone NOT NULL,
	"version" text NOT NULL,
	"commit" text NOT NULL,
	"execution_id" uuid NOT NULL,
	CONSTRAINT "executed_turns_org_id_flow_id_at_pk" PRIMARY KEY("org_id","flow_id","at")
);
--> statement-breakpoint
ALTER TABLE "definitions" ADD COLUMN "files" jsonb;--> statement-breakpoint
UPDATE "repositories" r SET "head_sha" = NULL, "read_at" = NULL WHERE r."url" IS NOT NULL AND EXISTS (SELECT 1 FROM "repository_rules" u WHERE u."org_id" = r."org_id" AND u."repository_id" = r."id" AND u."format" IN ('airflow', 'dagster', 'prefect', 'python', 'spark', 'terraform', 'gitlab'));