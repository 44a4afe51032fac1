create table temporary_key (
  access_key_id varchar(32) primary key,
  secret_access_key varchar(64) not null,
  session_token varchar(512) not null,
  account_id varchar(12) not null,
  arn varchar(2048) not null,
  expires_at timestamp with time zone not null
);

create table resource_tag (
  resource_arn varchar(2048) not null,
  tag_key varchar(128) not null,
  tag_value varchar(256) not null,
  primary key (resource_arn, tag_key)
);
