-- What the ATC (Concourse's scheduler) was last told of each worker, and what it said. Outlives the
-- worker's row: what is forgotten here is still to be removed there, also after a crash and by
-- another gateway. So there is no foreign key.
create table atc_workers (
  worker text primary key,
  -- Null: a worker of no team, open to all.
  team text,
  -- The registration that the ATC was told of, and when its process started.
  incarnation bigint not null,
  start_time bigint not null,
  -- The revision of the worker's row that this was worked out from.
  revision bigint not null,
  state worker_state not null,
  garden_addr text,
  baggageclaim_url text,
  -- The state of the row there, 'gone' if there is none, 'unknown' if it has not said.
  word text not null,
  told_at timestamptz not null,

  -- There, a retired worker is one without a row.
  constraint atc_workers_state_is_theirs check (state <> 'retired'),
  constraint atc_workers_word_is_known
    check (word in ('running', 'stalled', 'landing', 'landed', 'retiring', 'gone', 'unknown')),
  constraint atc_workers_address_is_whole
    check ((garden_addr is null) = (baggageclaim_url is null))
) with (fillfactor = 70);
