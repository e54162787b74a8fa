-- Another live machine that wants the name, so that the gateway of the machine in charge can tell it.
alter table workers add column rival_start_time bigint;
alter table workers add column rival_at timestamptz;
alter table workers add constraint workers_rival_is_whole
  check ((rival_at is null) = (rival_start_time is null));

-- The first few containers of a draining worker, a name a line; null while it does not drain, so
-- that the row stays narrow.
alter table beats add column container_names text;
alter table beats add constraint beats_container_names_are_bounded
  check (char_length(container_names) <= 2000);
