package dev.labelops.engine.s3.protocol;

import static dev.labelops.engine.front.ErrorForm.Origin.OBSERVED;
import static dev.labelops.engine.front.ErrorForm.Origin.OURS;
import static dev.labelops.engine.front.ErrorForm.Origin.REFERENCE;

import dev.labelops.engine.front.ErrorForm;

/** What S3 refuses. What S3Proxy refuses by itself goes out in its own words. */
public final class S3Errors {
  public static final ErrorForm NO_SUCH_CANNED_ACL =
      new ErrorForm(400, "InvalidArgument", OURS, "The canned ACL <acl> does not exist");

  public static final ErrorForm ACLS_ARE_OFF =
      new ErrorForm(
          400, "AccessControlListNotSupported", REFERENCE, "The bucket does not allow ACLs");

  public static final ErrorForm ACCESS_DENIED =
      new ErrorForm(403, "AccessDenied", REFERENCE, "Access Denied");

  public static final ErrorForm GRANTS_NOT_IMPLEMENTED =
      new ErrorForm(501, "NotImplemented", OURS, "Grants to other accounts are not implemented.");

  public static final ErrorForm ACL_WITH_OWNERSHIP =
      new ErrorForm(
          400,
          "InvalidBucketAclWithObjectOwnership",
          OBSERVED,
          "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");

  public static final ErrorForm NO_CORS =
      new ErrorForm(
          404, "NoSuchCORSConfiguration", OBSERVED, "The CORS configuration does not exist");

  public static final ErrorForm NO_TAG_SET =
      new ErrorForm(404, "NoSuchTagSet", REFERENCE, "The TagSet does not exist");

  public static final ErrorForm NO_OWNERSHIP_CONTROLS =
      new ErrorForm(
          404,
          "OwnershipControlsNotFoundError",
          REFERENCE,
          "The bucket ownership controls were not found");

  public static final ErrorForm NO_PUBLIC_ACCESS_BLOCK =
      new ErrorForm(
          404,
          "NoSuchPublicAccessBlockConfiguration",
          REFERENCE,
          "The public access block configuration was not found");

  public static final ErrorForm NO_LIFECYCLE =
      new ErrorForm(
          404,
          "NoSuchLifecycleConfiguration",
          REFERENCE,
          "The lifecycle configuration does not exist");

  public static final ErrorForm NO_POLICY =
      new ErrorForm(404, "NoSuchBucketPolicy", REFERENCE, "The bucket policy does not exist");

  public static final ErrorForm NO_WEBSITE =
      new ErrorForm(
          404,
          "NoSuchWebsiteConfiguration",
          REFERENCE,
          "The specified bucket does not have a website configuration");

  public static final ErrorForm NO_REPLICATION =
      new ErrorForm(
          404,
          "ReplicationConfigurationNotFoundError",
          REFERENCE,
          "The replication configuration was not found");

  public static final ErrorForm NO_OBJECT_LOCK =
      new ErrorForm(
          404,
          "ObjectLockConfigurationNotFoundError",
          REFERENCE,
          "Object Lock configuration does not exist for this bucket");

  public static final ErrorForm NO_CONFIGURATION =
      new ErrorForm(
          404, "NoSuchConfiguration", REFERENCE, "The specified configuration does not exist.");

  public static final ErrorForm INVALID_OWNERSHIP =
      new ErrorForm(
          400, "InvalidArgument", OURS, "Invalid x-amz-object-ownership header: <ownership>");

  public static final ErrorForm INVALID_BUCKET_NAME =
      new ErrorForm(400, "InvalidBucketName", REFERENCE, "The specified bucket is not valid.");

  public static final ErrorForm BUCKET_EXISTS =
      new ErrorForm(
          409,
          "BucketAlreadyExists",
          REFERENCE,
          "The requested bucket name is not available. The bucket namespace is shared by "
              + "all users of the system. Please select a different name and try again.");

  public static final ErrorForm BUCKET_IS_YOURS =
      new ErrorForm(
          409,
          "BucketAlreadyOwnedByYou",
          REFERENCE,
          "Your previous request to create the named bucket succeeded and you already own "
              + "it.");

  public static final ErrorForm LOCATION_OF_THE_DEFAULT_REGION =
      new ErrorForm(
          400,
          "InvalidLocationConstraint",
          OURS,
          "The specified location-constraint is not valid: omit it in us-east-1.");

  public static final ErrorForm LOCATION_OF_ANOTHER_REGION =
      new ErrorForm(
          400,
          "IllegalLocationConstraintException",
          OBSERVED,
          "The <location> location constraint is incompatible for the region specific "
              + "endpoint this request was sent to.");

  public static final ErrorForm BUCKET_LIMIT =
      new ErrorForm(
          400,
          "InvalidArgument",
          OBSERVED,
          "Argument max-buckets must be an integer between 1 and <max>");

  public static final ErrorForm LIMIT =
      new ErrorForm(
          400,
          "InvalidArgument",
          OBSERVED,
          "Argument <argument> must be an integer between 0 and 2147483647");

  public static final ErrorForm UNKNOWN_PAGE =
      new ErrorForm(
          400, "InvalidArgument", OBSERVED, "The continuation token provided is incorrect");

  public static final ErrorForm PREFLIGHT_INCOMPLETE =
      new ErrorForm(
          400,
          "BadRequest",
          OBSERVED,
          "Insufficient information. Origin and Access-Control-Request-Method headers "
              + "needed.");

  public static final ErrorForm CORS_NOT_ENABLED =
      new ErrorForm(
          403, "AccessForbidden", OBSERVED, "CORSResponse: CORS is not enabled for this bucket.");

  public static final ErrorForm CORS_NOT_ALLOWED =
      new ErrorForm(
          403, "AccessForbidden", OBSERVED, "CORSResponse: This CORS request is not allowed.");

  public static final ErrorForm CORS_METHOD =
      new ErrorForm(
          400,
          "InvalidRequest",
          OBSERVED,
          "Found unsupported HTTP method in CORS config. Unsupported method is <method>");

  public static final ErrorForm CORS_ORIGIN =
      new ErrorForm(
          400,
          "InvalidRequest",
          OBSERVED,
          "AllowedOrigin \"<origin>\" can not have more than one wildcard.");

  public static final ErrorForm KEY_WITHOUT_KMS =
      new ErrorForm(
          400,
          "InvalidArgument",
          OBSERVED,
          "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms");

  public static final ErrorForm INVALID_STORAGE_CLASS =
      new ErrorForm(
          400, "InvalidStorageClass", REFERENCE, "The storage class you specified is not valid");

  public static final ErrorForm NO_SUCH_BUCKET =
      new ErrorForm(404, "NoSuchBucket", REFERENCE, "The specified bucket does not exist");

  public static final ErrorForm NO_SUCH_KEY =
      new ErrorForm(404, "NoSuchKey", REFERENCE, "The specified key does not exist.");

  public static final ErrorForm NO_SUCH_UPLOAD =
      new ErrorForm(
          404,
          "NoSuchUpload",
          REFERENCE,
          "The specified upload does not exist. The upload ID may be invalid, or the "
              + "upload may have been aborted or completed.");

  public static final ErrorForm RANGE_AND_PART =
      new ErrorForm(
          400,
          "InvalidRequest",
          OBSERVED,
          "Cannot specify both Range header and partNumber query parameter");

  public static final ErrorForm NO_SUCH_PART =
      new ErrorForm(
          416, "InvalidPartNumber", OBSERVED, "The requested partnumber is not satisfiable");

  public static final ErrorForm SLOW_DOWN =
      new ErrorForm(503, "SlowDown", REFERENCE, "Please reduce your request rate.");

  public static final ErrorForm FAILED_BY_QUIRK =
      new ErrorForm(500, "InternalError", OURS, "Injected by a quirk of the engine.");

  public static final ErrorForm DENIED_BY_QUIRK =
      new ErrorForm(403, "AccessDenied", OURS, "Denied by a quirk of the engine.");

  public static final ErrorForm FAILED =
      new ErrorForm(500, "InternalError", OURS, "The engine failed; see its log.");

  public static final ErrorForm INVALID_URI =
      new ErrorForm(400, "InvalidURI", REFERENCE, "Couldn't parse the specified URI.");

  public static final ErrorForm OPERATION_NOT_IMPLEMENTED =
      new ErrorForm(
          501, "NotImplemented", OBSERVED, "A method or query you provided is not implemented.");

  public static final ErrorForm HEADER_NOT_IMPLEMENTED =
      new ErrorForm(
          501, "NotImplemented", REFERENCE, "A header or query you provided is not implemented.");

  public static final ErrorForm OTHER_REGION =
      new ErrorForm(
          301,
          "PermanentRedirect",
          OURS,
          "The bucket is in the region <region>. Sign requests for it for this region.");

  public static final ErrorForm TOO_MANY_TAGS =
      new ErrorForm(400, "BadRequest", OBSERVED, "Object tags cannot be greater than <max>.");

  public static final ErrorForm TAG_TWICE =
      new ErrorForm(400, "InvalidTag", OBSERVED, "Cannot provide multiple Tags with the same key");

  public static final ErrorForm TAG_KEY =
      new ErrorForm(400, "InvalidTag", OBSERVED, "The TagKey you have provided is invalid");

  public static final ErrorForm TAG_VALUE =
      new ErrorForm(400, "InvalidTag", OBSERVED, "The TagValue you have provided is invalid");

  public static final ErrorForm PRECONDITION_FAILED =
      new ErrorForm(
          412,
          "PreconditionFailed",
          REFERENCE,
          "At least one of the pre-conditions you specified did not hold");

  public static final ErrorForm NOT_MODIFIED =
      new ErrorForm(304, "NotModified", REFERENCE, "Not Modified");

  public static final ErrorForm DOCUMENT_TOO_LARGE =
      new ErrorForm(
          400, "MaxMessageLengthExceeded", OURS, "Your request was too big: over <max> bytes");

  public static final ErrorForm PART_ORDER =
      new ErrorForm(
          400,
          "InvalidPartOrder",
          REFERENCE,
          "The list of parts was not in ascending order. The parts list must be specified "
              + "in order by part number.");

  public static final ErrorForm PART_NUMBER =
      new ErrorForm(
          400,
          "InvalidArgument",
          OBSERVED,
          "Part number must be an integer between 1 and <max>, inclusive");

  public static final ErrorForm INVALID_PART =
      new ErrorForm(
          400,
          "InvalidPart",
          REFERENCE,
          "One or more of the specified parts could not be found. The part may not have "
              + "been uploaded, or the specified entity tag may not match the part's entity "
              + "tag.");

  public static final ErrorForm BODY_KIND =
      new ErrorForm(
          501, "NotImplemented", OURS, "A body with x-amz-content-sha256 <kind> is not supported.");

  public static final ErrorForm MISSING_LENGTH =
      new ErrorForm(
          411,
          "MissingContentLength",
          OBSERVED,
          "You must provide the x-amz-decoded-content-length HTTP header with a body in "
              + "chunks.");

  public static final ErrorForm NOT_IN_CHUNKS =
      new ErrorForm(
          400, "InvalidRequest", OURS, "The body is not in chunks as its headers announce.");

  public static final ErrorForm INCOMPLETE_BODY =
      new ErrorForm(
          400, "IncompleteBody", OURS, "The body is shorter or longer than the headers announce.");

  public static final ErrorForm CONTENT_HASH_FORM =
      new ErrorForm(
          400,
          "InvalidArgument",
          OURS,
          "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, one of STREAMING-..., or the "
              + "SHA-256 of the body in lower-case hexadecimal.");

  public static final ErrorForm CONTENT_HASH_MISMATCH =
      new ErrorForm(
          400,
          "XAmzContentSHA256Mismatch",
          OBSERVED,
          "The provided 'x-amz-content-sha256' header does not match what was computed.");

  public static final ErrorForm BAD_DIGEST =
      new ErrorForm(
          400,
          "BadDigest",
          REFERENCE,
          "The Content-MD5 you specified did not match what we received.");

  public static final ErrorForm EXPECTED_OWNER_FORM =
      new ErrorForm(
          400,
          "InvalidBucketOwnerAWSAccountID",
          OBSERVED,
          "The value of the expected bucket owner parameter must be an AWS account ID: 12 "
              + "digits.");

  public static final ErrorForm KEY_TOO_LONG =
      new ErrorForm(400, "KeyTooLongError", REFERENCE, "Your key is too long");

  public static final ErrorForm METADATA_TOO_LARGE =
      new ErrorForm(
          400,
          "MetadataTooLarge",
          OURS,
          "Your metadata headers exceed the maximum allowed metadata size: they have "
              + "<size> bytes, <max> are allowed.");

  public static final ErrorForm MALFORMED_XML =
      new ErrorForm(
          400,
          "MalformedXML",
          REFERENCE,
          "The XML you provided was not well-formed or did not validate against our "
              + "published schema");

  public static final ErrorForm SIGNATURE_UNREADABLE =
      new ErrorForm(400, "AuthorizationHeaderMalformed", OURS, "<detail>");

  public static final ErrorForm UNKNOWN_KEY =
      new ErrorForm(
          403,
          "InvalidAccessKeyId",
          REFERENCE,
          "The AWS Access Key Id you provided does not exist in our records.");

  public static final ErrorForm INVALID_TOKEN =
      new ErrorForm(
          400, "InvalidToken", REFERENCE, "The provided token is malformed or otherwise invalid.");

  public static final ErrorForm EXPIRED = new ErrorForm(403, "AccessDenied", OBSERVED, "<detail>");

  public static final ErrorForm SKEWED =
      new ErrorForm(
          403,
          "RequestTimeTooSkewed",
          REFERENCE,
          "The difference between the request time and the current time is too large.");

  public static final ErrorForm SIGNATURE_MISMATCH =
      new ErrorForm(
          403,
          "SignatureDoesNotMatch",
          REFERENCE,
          "The request signature we calculated does not match the signature you provided. "
              + "Check your key and signing method.");

  public static final ErrorForm INVALID_ARGUMENT =
      new ErrorForm(400, "InvalidArgument", OURS, "<detail>");

  public static final ErrorForm INVALID_REQUEST =
      new ErrorForm(400, "InvalidRequest", OURS, "<detail>");

  public static final ErrorForm INVALID_RANGE =
      new ErrorForm(416, "InvalidRange", REFERENCE, "The requested range is not satisfiable");

  public static final ErrorForm METHOD_NOT_ALLOWED =
      new ErrorForm(
          405,
          "MethodNotAllowed",
          REFERENCE,
          "The specified method is not allowed against this resource.");

  private S3Errors() {}
}
