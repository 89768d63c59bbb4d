CREATE TABLE "changed_flows" (
	"org_id" uuid NOT NULL,
	"flow_id" uuid NOT NULL,
	"since" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "changed_flows_org_id_flow_id_pk" PRIMARY KEY("org_id","flow_id")
);
--> statement-breakpoint
ALTER TABLE "change_tellings" ADD COLUMN "hash" "bytea";--> statement-breakpoint
ALTER TABLE "executed_versions" DROP COLUMN "executions";