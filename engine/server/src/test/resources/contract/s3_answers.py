"""What boto3 sees of S3 beside the objects' bytes; it ends with an error where an answer is wrong."""
import urllib.request

import boto3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import ClientError

s3 = boto3.client("s3")
endpoint = s3.meta.endpoint_url
BUCKET = "contract-answers"
CONTROL = "notes\x03.txt"
MINIMUM = 5 << 20


def refused(code, call):
    try:
        call()
    except ClientError as e:
        assert e.response["Error"]["Code"] == code, e
        assert e.response["ResponseMetadata"]["RequestId"], e
        return
    raise AssertionError(f"not refused as {code}")


def has_id(answer):
    assert answer["ResponseMetadata"].get("RequestId"), answer
    return answer


location = {"LocationConstraint": s3.meta.region_name}
has_id(s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=location))
has_id(s3.head_bucket(Bucket=BUCKET))
has_id(s3.put_object(Bucket=BUCKET, Key="k", Body=b""))
has_id(s3.head_object(Bucket=BUCKET, Key="k"))
has_id(s3.put_object_tagging(Bucket=BUCKET, Key="k", Tagging={"TagSet": []}))
has_id(s3.delete_bucket_cors(Bucket=BUCKET))
has_id(s3.delete_object(Bucket=BUCKET, Key="k"))

for query in ("prefix=x&prefix-x=2", "x=1&x.y=2", "x=1&x1=2"):
    request = AWSRequest(method="GET", url=f"{endpoint}/{BUCKET}?{query}")
    credentials = boto3.Session().get_credentials()
    S3SigV4Auth(credentials, "s3", s3.meta.region_name).add_auth(request)
    sent = urllib.request.Request(request.url, headers=dict(request.headers))
    assert urllib.request.urlopen(sent).status == 200, query


def upload(key, *contents):
    begun = s3.create_multipart_upload(Bucket=BUCKET, Key=key)["UploadId"]
    tags = {
        n: s3.upload_part(Bucket=BUCKET, Key=key, UploadId=begun, PartNumber=n, Body=c)["ETag"]
        for n, c in enumerate(contents, 1)
    }

    def complete(*numbers):
        parts = [{"PartNumber": n, "ETag": tags.get(n, '"0"')} for n in numbers]
        return s3.complete_multipart_upload(
            Bucket=BUCKET, Key=key, UploadId=begun, MultipartUpload={"Parts": parts}
        )

    return complete


complete = upload("m", b"A" * MINIMUM, b"B" * MINIMUM, b"tail")
refused("InvalidPartOrder", lambda: complete(2, 1))
refused("InvalidPart", lambda: complete(1, 4))
assert complete(1, 3)["Location"] == f"{endpoint}/{BUCKET}/m"
part = s3.get_object(Bucket=BUCKET, Key="m", PartNumber=2)
assert (part["Body"].read(), part["PartsCount"]) == (b"tail", 2)
refused("EntityTooSmall", lambda: upload("small", b"a", b"b")(1, 2))

s3.put_object(Bucket=BUCKET, Key=CONTROL, Body=b"x")
assert CONTROL in [o["Key"] for o in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
assert CONTROL in [o["Key"] for o in s3.list_objects(Bucket=BUCKET)["Contents"]]
versions = s3.list_object_versions(Bucket=BUCKET)["Versions"]
assert {v["VersionId"] for v in versions} == {"null"}
listing = s3.generate_presigned_url("list_objects_v2", Params={"Bucket": BUCKET})
assert b"notes%03.txt" in urllib.request.urlopen(listing).read()

refused("AccessControlListNotSupported",
        lambda: s3.put_object(Bucket=BUCKET, Key="p", Body=b"", ACL="public-read"))
refused("AccessDenied",
        lambda: s3.list_objects_v2(Bucket=BUCKET, ExpectedBucketOwner="999999999999"))
refused("MetadataTooLarge",
        lambda: s3.put_object(Bucket=BUCKET, Key="p", Body=b"", Metadata={"m": "v" * 2048}))
many = [{"Key": f"none-{n}"} for n in range(1001)]
refused("MalformedXML", lambda: s3.delete_objects(Bucket=BUCKET, Delete={"Objects": many}))

# In the order in which Terraform's aws_s3_bucket reads a bucket.
UNSET = {
    "get_bucket_policy": "NoSuchBucketPolicy",
    "get_bucket_acl": None,
    "get_bucket_cors": "NoSuchCORSConfiguration",
    "get_bucket_website": "NoSuchWebsiteConfiguration",
    "get_bucket_versioning": None,
    "get_bucket_accelerate_configuration": None,
    "get_bucket_request_payment": None,
    "get_bucket_logging": None,
    "get_bucket_lifecycle_configuration": "NoSuchLifecycleConfiguration",
    "get_bucket_replication": "ReplicationConfigurationNotFoundError",
    "get_bucket_encryption": None,
    "get_object_lock_configuration": "ObjectLockConfigurationNotFoundError",
    "get_bucket_location": None,
    "get_bucket_tagging": "NoSuchTagSet",
}
for read, code in UNSET.items():
    call = getattr(s3, read)
    if code:
        refused(code, lambda: call(Bucket=BUCKET))
    else:
        has_id(call(Bucket=BUCKET))

boto3.resource("s3").Bucket(BUCKET).object_versions.filter(Prefix="m").delete()
s3.delete_object(Bucket=BUCKET, Key=CONTROL)
has_id(s3.delete_bucket(Bucket=BUCKET))
print("everything as in S3")
