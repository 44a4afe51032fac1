# A labeling job that somebody made with the AWS CLI: what docs/use/migrating.md begins with.
set -e
role=arn:aws:iam::000000000000:role/GroundTruthExecution
functions=arn:aws:lambda:eu-west-1:568282634449:function
team=$(aws sagemaker list-workteams --query 'Workteams[0].WorkteamArn' --output text)

aws s3 mb s3://parcels
aws s3api put-bucket-cors --bucket parcels \
  --cors-configuration '{"CORSRules":[{"AllowedMethods":["GET"],"AllowedOrigins":["*"]}]}'
aws s3 cp target/up/synthetic/images/image-00010.jpg s3://parcels/in/ --only-show-errors
echo '{"source-ref":"s3://parcels/in/image-00010.jpg"}' | aws s3 cp - s3://parcels/input.manifest
echo '{"labels":[{"label":"Star"}]}' | aws s3 cp - s3://parcels/labels.json
aws s3 cp - s3://parcels/page.liquid <<'PAGE'
<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form>
  <crowd-bounding-box name="boundingBox" src="{{ task.input.taskObject | grant_read_access }}"
      header="Boxes" labels="{{ task.input.labels | to_json | escape }}">
    <full-instructions header="Boxes">Draw boxes.</full-instructions>
    <short-instructions>Draw boxes.</short-instructions>
  </crowd-bounding-box>
</crowd-form>
PAGE
aws sagemaker create-labeling-job --labeling-job-name parcels-2024 --label-attribute-name parcel \
  --input-config 'DataSource={S3DataSource={ManifestS3Uri=s3://parcels/input.manifest}}' \
  --output-config S3OutputPath=s3://parcels/out/ --role-arn "$role" \
  --label-category-config-s3-uri s3://parcels/labels.json \
  --human-task-config "{
    \"WorkteamArn\": \"$team\", \"UiConfig\": {\"UiTemplateS3Uri\": \"s3://parcels/page.liquid\"},
    \"TaskTitle\": \"Boxes\", \"TaskDescription\": \"Boxes\",
    \"NumberOfHumanWorkersPerDataObject\": 1, \"TaskTimeLimitInSeconds\": 300,
    \"PreHumanTaskLambdaArn\": \"$functions:PRE-BoundingBox\",
    \"AnnotationConsolidationConfig\": {
      \"AnnotationConsolidationLambdaArn\": \"$functions:ACS-BoundingBox\"}}"
