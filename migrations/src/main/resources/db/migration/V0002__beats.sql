-- The latest heartbeat of each worker, apart from workers because it is written thousands of times
-- for each time a worker's record changes. Narrow, half-filled pages and no index but the key: an
-- update then stays on its page (HOT), and the table does not grow. Never index beat_at.
create table beats (
  worker text primary key references workers (name) on delete cascade,
  -- The registration in charge; a beat of any other changes nothing.
  incarnation bigint not null,
  -- Null until the first good beat of a worker that has just joined.
  beat_at timestamptz,
  active_containers int not null,
  active_volumes int not null,
  -- Containers and volumes of health checks still to be seen on the worker.
  check_objects int not null,

  constraint beats_counts_are_not_negative
    check (active_containers >= 0 and active_volumes >= 0 and check_objects >= 0)
) with (fillfactor = 50);
