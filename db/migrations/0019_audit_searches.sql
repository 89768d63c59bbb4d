-- Those that are made anew hold what else is asked for: see db/queries/audit-page.ts.
DROP INDEX "audit_entries_by_target";--> statement-breakpoint
CREATE INDEX "audit_entries_by_target" ON "audit_entries" USING btree ("org_id","target_kind","target_id","at","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_by_kind" ON "audit_entries" USING btree ("org_id","target_kind","at","seq") INCLUDE ("actor_id","action","team_id","source_kind","outcome","ip");--> statement-breakpoint
DROP INDEX "audit_entries_by_actor";--> statement-breakpoint
CREATE INDEX "audit_entries_by_actor" ON "audit_entries" USING btree ("org_id","actor_id","at","seq") INCLUDE ("action","target_kind","team_id","source_kind","outcome","ip");--> statement-breakpoint
DROP INDEX "audit_entries_by_person";--> statement-breakpoint
CREATE INDEX "audit_entries_by_person" ON "audit_entries" USING btree ("org_id","on_behalf_of_id","at","seq") INCLUDE ("actor_id","action","target_kind","team_id","source_kind","outcome","ip") WHERE on_behalf_of_id is not null;--> statement-breakpoint
DROP INDEX "audit_entries_by_action";--> statement-breakpoint
CREATE INDEX "audit_entries_by_action" ON "audit_entries" USING btree ("org_id","action","at","seq") INCLUDE ("actor_id","target_kind","team_id","source_kind","outcome","ip");--> statement-breakpoint
DROP INDEX "audit_entries_by_team";--> statement-breakpoint
CREATE INDEX "audit_entries_by_team" ON "audit_entries" USING btree ("org_id","team_id","at","seq") INCLUDE ("actor_id","action","target_kind","source_kind","outcome","ip");--> statement-breakpoint
DROP INDEX "audit_entries_by_source";--> statement-breakpoint
CREATE INDEX "audit_entries_by_source" ON "audit_entries" USING btree ("org_id","source_kind","at","seq") INCLUDE ("source_id","actor_id","action","target_kind","team_id","outcome","ip") WHERE source_kind <> 'console';--> statement-breakpoint
DROP INDEX "audit_entries_denied";--> statement-breakpoint
CREATE INDEX "audit_entries_denied" ON "audit_entries" USING btree ("org_id","at","seq") INCLUDE ("actor_id","action","target_kind","team_id","source_kind","ip") WHERE outcome = 'denied';
