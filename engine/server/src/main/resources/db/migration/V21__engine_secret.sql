-- One row: the secret from which the engine's own signing keys follow. Replicas share it.
create table engine_secret (
  id integer primary key,
  secret varchar(64) not null
);
