-- What the engine keeps as objects; the bytes lie in files of the data folder. Keys are UTF-8 bytes,
-- because S3 lists in that order.
create table stored_object (
  bucket varchar(63) not null references bucket (name) on delete cascade,
  object_key bytea not null,
  file varchar(64) not null,
  size bigint not null,
  etag varchar(64) not null,
  modified_at timestamp with time zone not null,
  tags text,
  primary key (bucket, object_key)
);

create table multipart_upload (
  upload_id varchar(64) primary key,
  bucket varchar(63) not null references bucket (name) on delete cascade,
  object_key bytea not null,
  file varchar(64) not null,
  started_at timestamp with time zone not null
);
