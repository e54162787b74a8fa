-- Tables and columns get the words that Concourse and the rest of the program use: heartbeats, name
-- conflicts, suspended health evaluation. Nothing but names changes.
alter table beats rename to heartbeats;
alter table heartbeats rename column beat_at to heartbeat_at;
alter table workers rename column rival_start_time to name_conflict_start_time;
alter table workers rename column rival_at to name_conflict_at;
alter table workers rename constraint workers_rival_is_whole to workers_name_conflict_is_whole;
alter table gateways rename column unfit_reason to suspended_reason;

-- The names that the server gave to constraints of the table, and those it was given: how many there
-- are depends on the server's version.
do $$
declare
  old text;
begin
  for old in select conname from pg_constraint
    where conrelid = 'heartbeats'::regclass and conname like 'beats\_%'
  loop
    execute format('alter table heartbeats rename constraint %I to %I', old, 'heart' || old);
  end loop;
end
$$;
