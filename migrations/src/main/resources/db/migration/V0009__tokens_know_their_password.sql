-- Which password a login was made with: a hash of its bcrypt hash. Null where the setting has the
-- password itself, which is hashed anew with each start, and in rows from before this step.
alter table access_tokens add column secret_fingerprint text;
alter table access_tokens add constraint access_tokens_fingerprint_is_sha256
  check (secret_fingerprint ~ '^[0-9a-f]{64}$');
