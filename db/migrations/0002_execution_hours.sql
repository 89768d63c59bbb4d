CREATE TABLE "execution_hours" (
	"org_id" uuid NOT NULL,
	"hour" timestamp (6) with time zone NOT NULL,
	"team_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"trigger" text NOT NULL,
	"state" text NOT NULL,
	"executions" integer NOT NULL,
	"updated_at" timestamp (6) with time zone NOT NULL,
	CONSTRAINT "execution_hours_pk" PRIMARY KEY("org_id","hour","team_id","source_id","environment","trigger","state")
);
--> statement-breakpoint
DROP INDEX "executions_by_time";--> statement-breakpoint
CREATE INDEX "executions_by_time" ON "executions" USING btree ("org_id","occurred_at","id") INCLUDE ("state","team_id","source_id","flow_id","environment","trigger");
