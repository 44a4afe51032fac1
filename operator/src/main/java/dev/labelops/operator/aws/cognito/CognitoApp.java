package dev.labelops.operator.aws.cognito;

/**
 * Where the workers of a Cognito workforce sign in (CreateWorkforce CognitoConfig).
 *
 * @param userPoolId for example {@code eu-west-1_AbCdEf123}
 * @param clientId app client of that pool
 */
public record CognitoApp(String userPoolId, String clientId) {}
