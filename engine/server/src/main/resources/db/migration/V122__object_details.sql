-- What S3 tells of an object beside its bytes. encryption is empty for the AES256 that every object has.
alter table stored_object add column storage_class varchar(32) default 'STANDARD' not null;
alter table stored_object add column encryption varchar(2400);
-- Sizes of the parts of a multipart upload in bytes, in their order, separated by commas.
alter table stored_object add column part_sizes text;
alter table multipart_upload add column storage_class varchar(32) default 'STANDARD' not null;
alter table multipart_upload add column encryption varchar(2400);
