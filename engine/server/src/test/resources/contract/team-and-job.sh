#!/usr/bin/env bash
# Makes a team from nothing, runs a labeling job and saves what each call answered.
# Each answer that matters is saved as <step>.json in the working folder.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
bucket=contract-cli
job=contract-cli
export AWS_DEFAULT_OUTPUT=json

wait_until() { # status, command that prints it
  local wanted=$1 deadline=$((SECONDS + 120))
  shift
  until [[ $("$@") == "$wanted" ]]; do
    ((SECONDS < deadline)) || { echo "not $wanted in time: $*" >&2; exit 1; }
    sleep 0.2
  done
}

refusal() { # prints why the command was refused as a JSON text
  local words
  if words=$("$@" 2>&1); then words="not refused"; fi
  words=${words//$'\n'/ }
  printf '"%s"\n' "${words//\"/\'}"
}

# A team from nothing.
pool=$(aws cognito-idp create-user-pool --pool-name contract --username-attributes email \
  --admin-create-user-config AllowAdminCreateUserOnly=true --query UserPool.Id --output text)
aws cognito-idp create-user-pool-domain --domain contract-cli --user-pool-id "$pool"
client=$(aws cognito-idp create-user-pool-client --user-pool-id "$pool" --client-name contract \
  --generate-secret --allowed-o-auth-flows-user-pool-client --allowed-o-auth-flows code \
  --allowed-o-auth-scopes openid email profile --callback-urls '["https://example.com"]' \
  --supported-identity-providers COGNITO --query UserPoolClient.ClientId --output text)
aws cognito-idp create-group --user-pool-id "$pool" --group-name readers
aws sagemaker create-workforce --workforce-name default \
  --cognito-config "UserPool=$pool,ClientId=$client"
wait_until Active aws sagemaker describe-workforce --workforce-name default \
  --query Workforce.Status --output text
team=$(aws sagemaker create-workteam --workteam-name readers --description "Reads texts" \
  --member-definitions \
  "CognitoMemberDefinition={UserPool=$pool,ClientId=$client,UserGroup=readers}" \
  --query WorkteamArn --output text)
aws sagemaker describe-workteam --workteam-name readers >workteam.json

# What is to be labeled.
aws s3 mb "s3://$bucket"
aws s3 cp "$here" "s3://$bucket/" --recursive --exclude '*' \
  --include texts.manifest --include labels.json --include text-classification.liquid
aws s3api put-bucket-cors --bucket "$bucket" --cors-configuration \
  '{"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}'
aws s3api get-bucket-cors --bucket "$bucket" >cors.json
aws s3api list-objects-v2 --bucket "$bucket" >uploaded.json

# The job.
function=arn:aws:lambda:$AWS_DEFAULT_REGION:568282634449:function:
create_job() {
  aws sagemaker create-labeling-job --labeling-job-name "$job" --label-attribute-name mood \
    --input-config "DataSource={S3DataSource={ManifestS3Uri=s3://$bucket/texts.manifest}}" \
    --output-config "S3OutputPath=s3://$bucket/output/" \
    --role-arn arn:aws:iam::000000000000:role/labeling \
    --label-category-config-s3-uri "s3://$bucket/labels.json" \
    --human-task-config "{
      \"WorkteamArn\": \"$team\",
      \"UiConfig\": {\"UiTemplateS3Uri\": \"s3://$bucket/text-classification.liquid\"},
      \"PreHumanTaskLambdaArn\": \"${function}PRE-TextMultiClass\",
      \"TaskTitle\": \"Mood of texts\",
      \"TaskDescription\": \"Choose the mood of each text\",
      \"NumberOfHumanWorkersPerDataObject\": 1,
      \"TaskTimeLimitInSeconds\": 300,
      \"AnnotationConsolidationConfig\": {
        \"AnnotationConsolidationLambdaArn\": \"${function}ACS-TextMultiClass\"}}" \
    --tags Key=owner,Value=contract --query LabelingJobArn --output text
}
job_status() {
  aws sagemaker describe-labeling-job --labeling-job-name "$job" \
    --query LabelingJobStatus --output text
}
arn=$(create_job)
refusal create_job >taken.json
wait_until InProgress job_status
aws sagemaker describe-labeling-job --labeling-job-name "$job" >described.json
aws sagemaker list-labeling-jobs --status-equals InProgress --sort-by CreationTime >listed.json

aws sagemaker add-tags --resource-arn "$arn" --tags Key=stage,Value=test
aws sagemaker list-tags --resource-arn "$arn" >tags-added.json
aws sagemaker delete-tags --resource-arn "$arn" --tag-keys owner
aws sagemaker list-tags --resource-arn "$arn" >tags-left.json
refusal aws sagemaker list-tags --resource-arn "$arn-2" >tags-of-unknown.json

aws sagemaker stop-labeling-job --labeling-job-name "$job"
wait_until Stopped job_status
aws sagemaker describe-labeling-job --labeling-job-name "$job" >stopped.json
