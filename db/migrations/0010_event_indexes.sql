DROP INDEX "events_by_source";--> statement-breakpoint
DROP INDEX "events_by_time";--> statement-breakpoint
CREATE INDEX "events_by_source" ON "events" USING btree ("org_id","source_id","received_at");--> statement-breakpoint
CREATE INDEX "events_by_time" ON "events" USING btree ("org_id","received_at");