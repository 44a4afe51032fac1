package dev.labelops.engine.isolation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of the fields of the JSON operations beside the table of doors. Fields are {@code
 * operation/member}; {@code *} stands for every operation.
 */
final class Fields {
  /** What another account's name in a field does. */
  enum Foreign {
    /** Refused in the words of a name that nobody has. */
    UNKNOWN,
    /** Answered like a name that nobody has, with nothing. */
    NOTHING_FOUND,
    /** Names are each account's own: the caller gets something of its own with that name. */
    OWN,
    /** Names are shared by all accounts, as on AWS: taken. */
    TAKEN,
    /** Known to anybody, as on AWS; opens nothing without a proof that belongs to it. */
    PUBLIC,
    /** Proves by itself who asks: whoever holds it is that person, so there is nothing to try. */
    PROOF,
    /** Accepted here and refused when it is read or written: {@link StorageIsolationIT}. */
    LATER
  }

  private static final Map<String, Foreign> FOREIGN =
      Map.ofEntries(
          Map.entry("CreateLabelingJob/LabelingJobName", Foreign.OWN),
          Map.entry("CreateLabelingJob/ManifestS3Uri", Foreign.LATER),
          Map.entry("CreateLabelingJob/S3OutputPath", Foreign.LATER),
          Map.entry("CreateLabelingJob/LabelCategoryConfigS3Uri", Foreign.LATER),
          Map.entry("CreateLabelingJob/UiTemplateS3Uri", Foreign.LATER),
          Map.entry("RenderUiTemplate/Input", Foreign.LATER),
          Map.entry("ListLabelingJobs/NameContains", Foreign.NOTHING_FOUND),
          Map.entry("ListLabelingJobsForWorkteam/JobReferenceCodeContains", Foreign.NOTHING_FOUND),
          Map.entry("ListWorkforces/NameContains", Foreign.NOTHING_FOUND),
          Map.entry("ListWorkteams/NameContains", Foreign.NOTHING_FOUND),
          Map.entry("ListSubscribedWorkteams/NameContains", Foreign.NOTHING_FOUND),
          Map.entry("CreateWorkforce/WorkforceName", Foreign.OWN),
          Map.entry("CreateWorkteam/WorkteamName", Foreign.OWN),
          Map.entry("CreateUserPoolDomain/Domain", Foreign.TAKEN),
          Map.entry("DescribeUserPoolDomain/Domain", Foreign.NOTHING_FOUND),
          Map.entry("CreateGroup/GroupName", Foreign.OWN),
          Map.entry("CreateResourceServer/Identifier", Foreign.OWN),
          Map.entry("CreateIdentityProvider/ProviderName", Foreign.OWN),
          Map.entry("InitiateAuth/ClientId", Foreign.PUBLIC),
          Map.entry("RespondToAuthChallenge/ClientId", Foreign.PUBLIC),
          Map.entry("ConfirmForgotPassword/ClientId", Foreign.PUBLIC),
          Map.entry("RevokeToken/ClientId", Foreign.PUBLIC),
          Map.entry("RevokeToken/Token", Foreign.NOTHING_FOUND),
          Map.entry("GetUser/AccessToken", Foreign.PROOF),
          Map.entry("GlobalSignOut/AccessToken", Foreign.PROOF),
          Map.entry("AdminCreateUser/Username", Foreign.OWN),
          Map.entry("ListUsers/Filter", Foreign.NOTHING_FOUND));

  /**
   * Calls that nobody signs: with everything that is a person's in them, they are that person's.
   */
  private static final Set<String> OPEN =
      Set.of(
          "InitiateAuth",
          "RespondToAuthChallenge",
          "ConfirmForgotPassword",
          "GetUser",
          "GlobalSignOut",
          "RevokeToken");

  /** Calls with nothing but own names that are refused all the same, and the words for it. */
  private static final Map<String, String> OWN_REFUSED =
      Map.of(
          "CreateWorkforce", "already has the private workforce",
          "DeleteWorkforce", "has work teams",
          "CreateUserPoolDomain", "already has a domain",
          "DescribeSubscribedWorkteam", "does not support vendors");

  /** Lists that never have a second page here, so that there is no token of one's own. */
  private static final Set<String> ONE_PAGE =
      Set.of("ListWorkforces", "ListSubscribedWorkteams", "ListTags");

  private static final Map<String, String> NAMES_NOTHING =
      Stream.of(
              Map.of(
                  "words for people and for the caller",
                  "*/Description */TaskTitle */TaskDescription */TaskKeywords */Content */PoolName"
                      + " */ClientName */EmailMessage */EmailSubject */EmailMessageByLink"
                      + " */EmailSubjectByLink */EmailVerificationMessage */EmailVerificationSubject"
                      + " */SMSMessage */SmsMessage */SmsAuthenticationMessage"
                      + " */SmsVerificationMessage */From */ReplyToEmailAddress */LabelAttributeName",
                  "values without an owner",
                  "*/Key */Value */Tags */TagKeys */UserPoolTags */Cidrs */Scope */Name"
                      + " */AttributesToGet */AllowedOAuthScopes */ReadAttributes */WriteAttributes"
                      + " */MaxLength */MinLength */MaxValue */MinValue */ClientMetadata"
                      + " */TemporaryPassword */ClientSecret */AuthenticationRequestExtraParams"
                      + " */ExternalId */SnsRegion */SupportedIdentityProviders */Password"
                      + " */SecretHash */ScopeName */ScopeDescription */IdpIdentifiers"
                      + " */AttributeMapping */UserAttributeNames */Message */Subject",
                  "a hint from the caller's own server: counts in its own account",
                  "AdminInitiateAuth/IpAddress",
                  "left out: no such data is read from a request",
                  "*/IpAddress */EncodedData */ServerName */ServerPath */headerName */headerValue"
                      + " */AnalyticsEndpointId InitiateAuth/Session AdminInitiateAuth/Session",
                  "must be one of AWS's own",
                  "*/PreHumanTaskLambdaArn */AnnotationConsolidationLambdaArn"
                      + " */LabelingJobAlgorithmSpecificationArn",
                  "refused whatever it holds",
                  "*/HumanTaskUiArn",
                  "kept or left out, and never followed: the engine calls nothing by it",
                  "*/KmsKeyId */VolumeKmsKeyId */KMSKeyID */SecurityGroupIds */Subnets */VpcId"
                      + " */SnsTopicArn */NotificationTopicArn */AuthorizationEndpoint */Issuer"
                      + " */JwksUri */LogoutEndpoint */TokenEndpoint */UserInfoEndpoint */Groups"
                      + " UpdateWorkforce/ClientId */CallbackURLs"
                      + " */LogoutURLs */DefaultRedirectURI */ApplicationArn */ApplicationId"
                      + " CreateUserPoolClient/RoleArn UpdateUserPoolClient/RoleArn"
                      + " CreateGroup/RoleArn UpdateGroup/RoleArn */ProviderDetails"
                      + " */RelyingPartyId */CertificateArn */ConfigurationSet */SourceArn"
                      + " */SnsCallerArn */LambdaArn */CreateAuthChallenge */CustomMessage"
                      + " */DefineAuthChallenge */PostAuthentication */PostConfirmation"
                      + " */PreAuthentication */PreSignUp */PreTokenGeneration */UserMigration"
                      + " */VerifyAuthChallengeResponse",
                  "only one page, so no token of the list exists",
                  "ListTags/NextToken"))
          .flatMap(reasons -> reasons.entrySet().stream())
          .flatMap(
              reason ->
                  Stream.of(reason.getValue().split(" "))
                      .map(field -> Map.entry(field, reason.getKey())))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private Fields() {}

  static Foreign foreign(String field) {
    return FOREIGN.getOrDefault(field, Foreign.UNKNOWN);
  }

  static Optional<String> ownRefused(String operation) {
    return Optional.ofNullable(OWN_REFUSED.get(operation));
  }

  /** Whether the request alone says whose it is. */
  static boolean isOpen(String operation) {
    return OPEN.contains(operation);
  }

  static boolean hasPages(String operation) {
    return !ONE_PAGE.contains(operation);
  }

  /** Whether a field is known to name nothing of an account. */
  static boolean namesNothing(String field) {
    return NAMES_NOTHING.containsKey(field)
        || NAMES_NOTHING.containsKey("*" + field.substring(field.indexOf('/')));
  }
}
