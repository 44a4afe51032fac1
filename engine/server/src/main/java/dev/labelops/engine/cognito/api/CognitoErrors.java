package dev.labelops.engine.cognito.api;

import static dev.labelops.engine.front.ErrorForm.Origin.OBSERVED;
import static dev.labelops.engine.front.ErrorForm.Origin.OURS;

import dev.labelops.engine.front.ErrorForm;

/** What Cognito refuses, each with the sentence that it is refused with. */
public final class CognitoErrors {
  public static final ErrorForm USERNAME_MUST_BE_EMAIL =
      new ErrorForm(400, "InvalidParameterException", OBSERVED, "Username should be an email.");

  public static final ErrorForm RESEND_NOT_POSSIBLE =
      new ErrorForm(
          400,
          "UnsupportedUserStateException",
          OBSERVED,
          "Resend not possible. <username> status is not FORCE_CHANGE_PASSWORD");

  public static final ErrorForm CANNOT_RESET_NOW =
      new ErrorForm(
          400,
          "NotAuthorizedException",
          OBSERVED,
          "User password cannot be reset in the current state.");

  public static final ErrorForm SIGN_IN_EMAIL_STAYS =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OURS,
          "The email of a user who signs in with it cannot be deleted.");

  public static final ErrorForm NO_SUCH_USER =
      new ErrorForm(400, "UserNotFoundException", OBSERVED, "User does not exist.");

  public static final ErrorForm GROUP_EXISTS =
      new ErrorForm(
          400, "GroupExistsException", OBSERVED, "A group with the name <group> already exists.");

  public static final ErrorForm USERNAME_EXISTS =
      new ErrorForm(400, "UsernameExistsException", OBSERVED, "User account already exists");

  public static final ErrorForm EMAIL_EXISTS =
      new ErrorForm(
          400,
          "UsernameExistsException",
          OBSERVED,
          "An account with the given email already exists.");

  public static final ErrorForm ALIAS_EXISTS =
      new ErrorForm(
          400, "AliasExistsException", OBSERVED, "An account with the given email already exists.");

  public static final ErrorForm NO_SUCH_POOL =
      new ErrorForm(400, "ResourceNotFoundException", OBSERVED, "User pool <pool> does not exist.");

  public static final ErrorForm NO_SUCH_CLIENT =
      new ErrorForm(
          400, "ResourceNotFoundException", OBSERVED, "User pool client <client> does not exist.");

  public static final ErrorForm NO_SUCH_GROUP =
      new ErrorForm(400, "ResourceNotFoundException", OBSERVED, "Group not found: <group>.");

  public static final ErrorForm NO_SMS =
      new ErrorForm(
          400,
          "InvalidSmsRoleAccessPolicyException",
          OURS,
          "The engine does not send SMS: set DesiredDeliveryMediums to EMAIL.");

  public static final ErrorForm NO_PHONE_NUMBER =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "No phone number provided but desired delivery medium was SMS");

  public static final ErrorForm NO_EMAIL =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "No email provided but desired delivery medium was Email");

  public static final ErrorForm MAIL_NOT_TAKEN =
      new ErrorForm(
          400,
          "CodeDeliveryFailureException",
          OURS,
          "The message could not be sent to the mail server: <reason>");

  public static final ErrorForm NO_SUCH_SCOPE =
      new ErrorForm(
          400, "ScopeDoesNotExistException", OBSERVED, "Invalid scope requested: <scope>");

  public static final ErrorForm CREDENTIALS_FLOW_ALONE =
      new ErrorForm(
          400,
          "InvalidOAuthFlowException",
          OBSERVED,
          "client_credentials flow can not be selected along with code flow or implicit "
              + "flow.");

  public static final ErrorForm CREDENTIALS_FLOW_NEEDS_SECRET =
      new ErrorForm(
          400,
          "InvalidOAuthFlowException",
          OBSERVED,
          "client_credentials flow can not be selected if client does not have a client "
              + "secret.");

  public static final ErrorForm OAUTH_NEEDS_FLOWS_AND_SCOPES =
      new ErrorForm(
          400,
          "InvalidOAuthFlowException",
          OBSERVED,
          "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is "
              + "allowed to use OAuth flows.");

  public static final ErrorForm FLOW_NEEDS_CALLBACK =
      new ErrorForm(
          400,
          "InvalidOAuthFlowException",
          OBSERVED,
          "CallbackUrls can not be empty when code flow or implicit flow is selected");

  public static final ErrorForm NO_SUCH_PROVIDER_FOR_CLIENT =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "The provider <provider> does not exist for User Pool <pool>.");

  public static final ErrorForm MIXED_AUTH_FLOWS =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OURS,
          "ExplicitAuthFlows cannot mix values with and without the prefix ALLOW_.");

  public static final ErrorForm DEFAULT_REDIRECT_NOT_A_CALLBACK =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OURS,
          "DefaultRedirectURI <uri> must be one of the CallbackURLs.");

  public static final ErrorForm URL_INVALID =
      new ErrorForm(400, "InvalidParameterException", OURS, "<url> is not a valid URL.");

  public static final ErrorForm URL_NOT_ABSOLUTE =
      new ErrorForm(400, "InvalidParameterException", OURS, "<url> is not an absolute URL.");

  public static final ErrorForm URL_WITH_FRAGMENT =
      new ErrorForm(400, "InvalidParameterException", OURS, "<url> must not have a fragment.");

  public static final ErrorForm URL_OVER_HTTP =
      new ErrorForm(
          400, "InvalidParameterException", OBSERVED, "<url> cannot use the HTTP protocol.");

  public static final ErrorForm TOKEN_VALIDITY_OUT_OF_RANGE =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OURS,
          "Invalid range for token validity: <member> must be between <minutes> minutes "
              + "and <days> days.");

  public static final ErrorForm PROVIDER_EXISTS =
      new ErrorForm(
          400,
          "DuplicateProviderException",
          OBSERVED,
          "A provider with the name <provider> already exists in this user pool.");

  public static final ErrorForm PROVIDER_NAME_RESERVED =
      new ErrorForm(
          400, "InvalidParameterException", OURS, "Provider <provider> cannot be of type <type>.");

  public static final ErrorForm NO_SUCH_PROVIDER =
      new ErrorForm(
          400,
          "ResourceNotFoundException",
          OBSERVED,
          "Identity provider <provider> does not exist.");

  public static final ErrorForm MFA_OFF_WITH_FACTOR =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "Invalid MFA configuration given, can't turn off MFA and configure an MFA "
              + "together.");

  public static final ErrorForm MFA_WITHOUT_FACTOR =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA "
              + "must be enabled.");

  public static final ErrorForm INVALID_PASSWORD =
      new ErrorForm(
          400,
          "InvalidPasswordException",
          OBSERVED,
          "Password did not conform with policy: <rule>");

  public static final ErrorForm RESOURCE_SERVER_EXISTS =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "<identifier> already exists in user pool <pool>.");

  public static final ErrorForm SCOPE_TWICE =
      new ErrorForm(400, "InvalidParameterException", OURS, "Duplicate scope name: <scope>.");

  public static final ErrorForm NO_SUCH_RESOURCE_SERVER =
      new ErrorForm(
          400,
          "ResourceNotFoundException",
          OBSERVED,
          "Resource server <identifier> does not exist.");

  public static final ErrorForm DOMAIN_TAKEN =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "Domain already associated with another user pool.");

  public static final ErrorForm POOL_HAS_DOMAIN =
      new ErrorForm(
          400, "InvalidParameterException", OBSERVED, "User pool already has a domain configured.");

  public static final ErrorForm DOMAIN_RESERVED =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "Domain cannot contain reserved word: <word>.");

  public static final ErrorForm NO_SUCH_DOMAIN =
      new ErrorForm(
          400, "InvalidParameterException", OBSERVED, "No such domain or user pool exists.");

  public static final ErrorForm ATTRIBUTE_EXISTS =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "<attribute>: Existing attribute already has name.");

  public static final ErrorForm POOL_PROTECTED =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "The user pool cannot be deleted because deletion protection is activated. "
              + "Deletion protection must be inactivated first.");

  public static final ErrorForm POOL_STILL_HAS_DOMAIN =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "User pool cannot be deleted. It has a domain configured that should be deleted "
              + "first.");

  public static final ErrorForm INVITATION_WITHOUT_NAME =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OURS,
          "Invite message must contain {username} and {####}: the EmailMessage of "
              + "AdminCreateUserConfig.InviteMessageTemplate has no {username}.");

  public static final ErrorForm WRONG_CLIENT_SECRET =
      new ErrorForm(400, "UnauthorizedException", OBSERVED, "Invalid client secret");

  public static final ErrorForm CODE_MISMATCH =
      new ErrorForm(
          400,
          "CodeMismatchException",
          OBSERVED,
          "Invalid verification code provided, please try again.");

  public static final ErrorForm TOO_MANY_CODES =
      new ErrorForm(
          400,
          "LimitExceededException",
          OBSERVED,
          "Attempt limit exceeded, please try after some time.");

  public static final ErrorForm CODE_EXPIRED =
      new ErrorForm(
          400,
          "ExpiredCodeException",
          OBSERVED,
          "Invalid code provided, please request a code again.");

  public static final ErrorForm WRONG_ACCESS_TOKEN =
      new ErrorForm(400, "NotAuthorizedException", OBSERVED, "Invalid Access Token");

  public static final ErrorForm ACCESS_TOKEN_REVOKED =
      new ErrorForm(400, "NotAuthorizedException", OBSERVED, "Access Token has been revoked");

  public static final ErrorForm ACCESS_TOKEN_EXPIRED =
      new ErrorForm(400, "NotAuthorizedException", OBSERVED, "Access Token has expired");

  public static final ErrorForm USER_DISABLED =
      new ErrorForm(400, "NotAuthorizedException", OBSERVED, "User is disabled.");

  public static final ErrorForm NO_SECOND_FACTOR_HERE =
      new ErrorForm(
          400,
          "UnsupportedOperationException",
          OURS,
          "The pool's MfaConfiguration is ON, but the engine does not support a second "
              + "factor: set it to OPTIONAL or OFF with SetUserPoolMfaConfig.");

  public static final ErrorForm PASSWORD_RESET_REQUIRED =
      new ErrorForm(
          400, "PasswordResetRequiredException", OBSERVED, "Password reset required for the user");

  public static final ErrorForm NO_SUCH_FLOW_HERE =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OURS,
          "The engine does not support <flow>: use USER_PASSWORD_AUTH, or ADMIN_USER_PASSWORD_AUTH "
              + "with AdminInitiateAuth, and allow it in the client's ExplicitAuthFlows.");

  public static final ErrorForm FLOW_OF_OTHER_OPERATION =
      new ErrorForm(
          400, "InvalidParameterException", OBSERVED, "Initiate Auth method not supported.");

  public static final ErrorForm FLOW_NOT_ENABLED =
      new ErrorForm(
          400, "InvalidParameterException", OBSERVED, "<flow> not enabled for this client");

  public static final ErrorForm NO_SUCH_CHALLENGE_HERE =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OURS,
          "The engine does not support the challenge <challenge>, only <known>.");

  public static final ErrorForm MISSING_PARAMETER =
      new ErrorForm(
          400, "InvalidParameterException", OBSERVED, "Missing required parameter <parameter>");

  public static final ErrorForm WRONG_PASSWORD =
      new ErrorForm(400, "NotAuthorizedException", OBSERVED, "Incorrect username or password.");

  public static final ErrorForm TOO_MANY_PASSWORDS =
      new ErrorForm(400, "NotAuthorizedException", OBSERVED, "Password attempts exceeded");

  public static final ErrorForm TEMPORARY_PASSWORD_EXPIRED =
      new ErrorForm(
          400,
          "NotAuthorizedException",
          OBSERVED,
          "Temporary password has expired and must be reset by an administrator.");

  public static final ErrorForm SESSION_EXPIRED =
      new ErrorForm(
          400,
          "NotAuthorizedException",
          OBSERVED,
          "Invalid session for the user, session is expired.");

  public static final ErrorForm WRONG_SESSION =
      new ErrorForm(400, "NotAuthorizedException", OBSERVED, "Invalid session for the user.");

  public static final ErrorForm WRONG_REFRESH_TOKEN =
      new ErrorForm(400, "NotAuthorizedException", OBSERVED, "Invalid Refresh Token");

  public static final ErrorForm REFRESH_TOKEN_EXPIRED =
      new ErrorForm(400, "NotAuthorizedException", OBSERVED, "Refresh Token has expired");

  public static final ErrorForm NO_ADDRESS_FOR_RESET =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "Cannot reset password for the user as there is no registered/verified email or "
              + "phone_number");

  public static final ErrorForm SECRET_HASH_MISSING =
      new ErrorForm(
          400,
          "NotAuthorizedException",
          OBSERVED,
          "Client <client> is configured with secret but SECRET_HASH was not received");

  public static final ErrorForm SECRET_HASH_WRONG =
      new ErrorForm(
          400,
          "NotAuthorizedException",
          OBSERVED,
          "Unable to verify secret hash for client <client>");

  public static final ErrorForm NO_SUCH_POOL_AT_ADDRESS =
      new ErrorForm(404, "ResourceNotFoundException", OBSERVED, "User pool <pool> does not exist.");

  public static final ErrorForm SUB_IS_IMMUTABLE =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "Cannot modify the non-mutable attribute sub");

  public static final ErrorForm ATTRIBUTE_NOT_IN_SCHEMA =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OBSERVED,
          "Attributes did not conform to the schema: <attribute>: Attribute does not "
              + "exist in the schema.\n");

  public static final ErrorForm EMAIL_INVALID =
      new ErrorForm(400, "InvalidParameterException", OBSERVED, "Invalid email address format.");

  public static final ErrorForm NOT_TRUE_OR_FALSE =
      new ErrorForm(400, "InvalidParameterException", OURS, "<attribute> must be true or false.");

  public static final ErrorForm FILTER_UNREADABLE =
      new ErrorForm(400, "InvalidParameterException", OBSERVED, "Error while parsing filter.");

  public static final ErrorForm FILTER_ATTRIBUTE =
      new ErrorForm(
          400, "InvalidParameterException", OBSERVED, "Invalid search attribute: <attribute>");

  public static final ErrorForm UNKNOWN_PAGE =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OURS,
          "Invalid pagination token: list again from the first page.");

  private CognitoErrors() {}
}
