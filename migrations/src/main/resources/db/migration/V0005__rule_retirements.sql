-- The retirements that the rules made, numbered without a gap over all gateways. Whoever retires
-- takes the next number; the second of two gateways that decided on the same picture of the fleet
-- finds it taken, and decides again. Outlives the workers' rows, so that neither pruning nor joining
-- again makes room under the rate limit. Only the newest are kept.
create table rule_retirements (
  number bigint primary key,
  made_at timestamptz not null,

  constraint rule_retirements_number_is_positive check (number > 0)
);
