-- Logins. A token is shown once, to the person who logged in; what is kept is its hash, so that
-- nobody who reads this table can act as anybody. All gateways share it: a logout counts at all of
-- them at once.
create table access_tokens (
  token_hash text primary key,
  user_name text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,

  constraint access_tokens_hash_is_sha256 check (token_hash ~ '^[0-9a-f]{64}$'),
  constraint access_tokens_user_is_named check (char_length(user_name) between 1 and 100),
  constraint access_tokens_expire check (expires_at > issued_at)
);

create index access_tokens_user_idx on access_tokens (user_name, issued_at);
create index access_tokens_issued_idx on access_tokens (issued_at);
create index access_tokens_expiry_idx on access_tokens (expires_at);
