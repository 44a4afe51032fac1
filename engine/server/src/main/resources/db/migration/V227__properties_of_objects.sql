-- What a task type's probe found, as JSON instead of columns for one medium.
ALTER TABLE labeling_object ADD COLUMN properties VARCHAR;
UPDATE labeling_object
  SET properties = '{"width":' || image_width || ',"height":' || image_height
    || ',"depth":' || image_depth || '}'
  WHERE image_width IS NOT NULL;
ALTER TABLE labeling_object DROP COLUMN image_width;
ALTER TABLE labeling_object DROP COLUMN image_height;
ALTER TABLE labeling_object DROP COLUMN image_depth;
