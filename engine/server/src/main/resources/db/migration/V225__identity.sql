-- H2 compares texts by their characters as PostgreSQL does; identifiers are case sensitive.
create table user_pool_resource_server (
  user_pool_id varchar(55) not null references user_pool (id) on delete cascade,
  identifier varchar(256) not null,
  name varchar(256) not null,
  scopes text not null,
  primary key (user_pool_id, identifier)
);

create table user_pool_identity_provider (
  user_pool_id varchar(55) not null references user_pool (id) on delete cascade,
  name varchar(32) not null,
  settings text not null,
  created_at timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  primary key (user_pool_id, name)
);

-- The pool's key for tokens, as a JSON Web Key with its private part.
create table user_pool_key (
  user_pool_id varchar(55) primary key references user_pool (id) on delete cascade,
  jwk text not null
);

create table refresh_token (
  token_hash varchar(64) primary key,
  user_pool_id varchar(55) not null,
  username varchar(128) not null,
  client_id varchar(128) not null references user_pool_client (client_id) on delete cascade,
  origin_jti varchar(36) not null,
  authenticated_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  foreign key (user_pool_id, username)
    references pool_user (user_pool_id, username) on delete cascade
);
create index refresh_token_user on refresh_token (user_pool_id, username);
create index refresh_token_expiry on refresh_token (expires_at);

-- A sign-in that waits for the user's own password.
create table auth_session (
  session_hash varchar(64) primary key,
  user_pool_id varchar(55) not null,
  username varchar(128) not null,
  client_id varchar(128) not null references user_pool_client (client_id) on delete cascade,
  password_hash varchar(100) not null,
  expires_at timestamp with time zone not null,
  foreign key (user_pool_id, username)
    references pool_user (user_pool_id, username) on delete cascade
);
create index auth_session_expiry on auth_session (expires_at);

-- The code that was mailed to somebody who may set a new password with it.
create table reset_code (
  user_pool_id varchar(55) not null,
  username varchar(128) not null,
  code_hash varchar(64) not null,
  expires_at timestamp with time zone not null,
  primary key (user_pool_id, username),
  foreign key (user_pool_id, username)
    references pool_user (user_pool_id, username) on delete cascade
);
