"""Makes a team from nothing, runs a labeling job and saves what each call answered.

Each answer that matters is saved as <step>.json in the working folder.
"""

import json
import pathlib
import time
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import ClientError

HERE = pathlib.Path(__file__).parent
BUCKET = "contract-boto3"
JOB = "contract-boto3"

cognito = boto3.client("cognito-idp")
sagemaker = boto3.client("sagemaker")
s3 = boto3.client("s3")
region = sagemaker.meta.region_name


def save(step, answer):
    pathlib.Path(step + ".json").write_text(json.dumps(answer, default=str))


def wait_until(what, holds, seconds=120):
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.2)


def make_team():
    pool = cognito.create_user_pool(
        PoolName="contract",
        UsernameAttributes=["email"],
        AdminCreateUserConfig={"AllowAdminCreateUserOnly": True},
    )["UserPool"]["Id"]
    cognito.create_user_pool_domain(Domain="contract-boto3", UserPoolId=pool)
    client = cognito.create_user_pool_client(
        UserPoolId=pool,
        ClientName="contract",
        GenerateSecret=True,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=["openid", "email", "profile"],
        CallbackURLs=["https://example.com"],
        SupportedIdentityProviders=["COGNITO"],
    )["UserPoolClient"]["ClientId"]
    cognito.create_group(UserPoolId=pool, GroupName="readers")
    sagemaker.create_workforce(
        WorkforceName="default", CognitoConfig={"UserPool": pool, "ClientId": client}
    )
    wait_until("the workforce is active", workforce_is_active)
    member = {"UserPool": pool, "ClientId": client, "UserGroup": "readers"}
    return sagemaker.create_workteam(
        WorkteamName="readers",
        Description="Reads texts",
        MemberDefinitions=[{"CognitoMemberDefinition": member}],
    )["WorkteamArn"]


def workforce_is_active():
    workforce = sagemaker.describe_workforce(WorkforceName="default")["Workforce"]
    return workforce["Status"] == "Active"


def upload():
    s3.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": region}
    )
    for name in ("texts.manifest", "labels.json", "text-classification.liquid"):
        s3.upload_file(str(HERE / name), BUCKET, name)
    rule = {"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}
    s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [rule]})
    save("cors", s3.get_bucket_cors(Bucket=BUCKET))
    save("uploaded", s3.list_objects_v2(Bucket=BUCKET))


def presign():
    """Addresses as boto3 makes them when it is told nothing of signatures: Signature Version 2."""
    wrong, key = {"Bucket": BUCKET, "Key": "labels.json"}, "a b/ü+c.txt"
    put = s3.generate_presigned_url(
        "put_object", Params={"Bucket": BUCKET, "Key": key, "ContentType": "text/plain"}
    )
    get = s3.generate_presigned_url(
        "get_object",
        Params={"Bucket": BUCKET, "Key": key, "ResponseContentType": "text/x-seen"},
    )
    late = s3.generate_presigned_url("get_object", Params=wrong, ExpiresIn=-60)
    assert "AWSAccessKeyId=" in put and "X-Amz-" not in put, put
    status, _, _ = http("PUT", put, b"presigned", {"Content-Type": "text/plain"})
    _, content, kind = http("GET", get)
    answers = {"put": status, "content": content, "type": kind}
    answers["late"] = http("GET", late)[1]
    answers["other key"] = http("GET", get.replace("%2Bc.txt", "%2Bd.txt"))[1]
    answers["other method"] = http("DELETE", get)[1]
    save("presigned", answers)


def http(method, url, body=None, headers={}):
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.headers["Content-Type"]
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers["Content-Type"]


def job(team):
    function = f"arn:aws:lambda:{region}:568282634449:function:"
    return dict(
        LabelingJobName=JOB,
        LabelAttributeName="mood",
        InputConfig={
            "DataSource": {
                "S3DataSource": {"ManifestS3Uri": f"s3://{BUCKET}/texts.manifest"}
            }
        },
        OutputConfig={"S3OutputPath": f"s3://{BUCKET}/output/"},
        RoleArn="arn:aws:iam::000000000000:role/labeling",
        LabelCategoryConfigS3Uri=f"s3://{BUCKET}/labels.json",
        HumanTaskConfig={
            "WorkteamArn": team,
            "UiConfig": {
                "UiTemplateS3Uri": f"s3://{BUCKET}/text-classification.liquid"
            },
            "PreHumanTaskLambdaArn": function + "PRE-TextMultiClass",
            "TaskTitle": "Mood of texts",
            "TaskDescription": "Choose the mood of each text",
            "NumberOfHumanWorkersPerDataObject": 1,
            "TaskTimeLimitInSeconds": 300,
            "AnnotationConsolidationConfig": {
                "AnnotationConsolidationLambdaArn": function + "ACS-TextMultiClass"
            },
        },
        Tags=[{"Key": "owner", "Value": "contract"}],
    )


def describe():
    return sagemaker.describe_labeling_job(LabelingJobName=JOB)


def status_is(status):
    return lambda: describe()["LabelingJobStatus"] == status


def refusal(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return str(error)
    return "not refused"


team = make_team()
save("workteam", sagemaker.describe_workteam(WorkteamName="readers"))
upload()
presign()

arn = sagemaker.create_labeling_job(**job(team))["LabelingJobArn"]
save("taken", refusal(sagemaker.create_labeling_job, **job(team)))
wait_until("the job is in progress", status_is("InProgress"))
save("described", describe())
save("listed", sagemaker.list_labeling_jobs(StatusEquals="InProgress", SortBy="CreationTime"))

sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "stage", "Value": "test"}])
save("tags-added", sagemaker.list_tags(ResourceArn=arn))
sagemaker.delete_tags(ResourceArn=arn, TagKeys=["owner"])
save("tags-left", sagemaker.list_tags(ResourceArn=arn))
save("tags-of-unknown", refusal(sagemaker.list_tags, ResourceArn=arn + "-2"))

sagemaker.stop_labeling_job(LabelingJobName=JOB)
wait_until("the job is stopped", status_is("Stopped"))
save("stopped", describe())
