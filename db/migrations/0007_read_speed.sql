CREATE TABLE "execution_counts" (
	"org_id" uuid NOT NULL,
	"width" smallint NOT NULL,
	"start" timestamp (6) with time zone NOT NULL,
	"cell" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"trigger" text,
	"state" text NOT NULL,
	"executions" integer NOT NULL,
	CONSTRAINT "execution_counts_pk" PRIMARY KEY("org_id","width","start","cell")
);
--> statement-breakpoint
DROP TABLE "execution_hours";--> statement-breakpoint
DROP INDEX "executions_by_time";--> statement-breakpoint
DROP INDEX "executions_by_flow";--> statement-breakpoint
CREATE INDEX "executions_by_time" ON "executions" USING btree ("org_id","occurred_at","id","state","team_id","source_id","flow_id","environment","trigger");--> statement-breakpoint
CREATE INDEX "executions_by_flow" ON "executions" USING btree ("org_id","flow_id","occurred_at","id","state","team_id");--> statement-breakpoint
ALTER TABLE "executions" SET (autovacuum_vacuum_insert_scale_factor = 0.01);--> statement-breakpoint
ALTER TABLE "executions" SET (autovacuum_vacuum_insert_threshold = 20000);
