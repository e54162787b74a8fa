-- The journal of objects that checks are about to create on workers. A row is written before the
-- object and deleted once the object is known to be gone, so that a crash leaves nothing behind
-- that nobody knows of.
create table residue (
  handle text primary key,
  worker text not null,
  incarnation bigint not null,
  gateway_id uuid not null,
  journalled_at timestamptz not null,
  destroy_after timestamptz not null,
  tries int not null default 0,
  last_tried_at timestamptz,
  last_problem text,

  -- Whatever is named here gets destroyed: only what a health check made may ever be named.
  constraint residue_handle_is_ours check (handle like 'health-check-%'),
  constraint residue_tries_is_not_negative check (tries >= 0)
);

create index residue_worker_idx on residue (worker);

-- A worker that is gone for good never has its handles struck off: they are dropped by age.
create index residue_journalled_idx on residue (journalled_at);
