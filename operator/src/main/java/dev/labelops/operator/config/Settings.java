package dev.labelops.operator.config;

import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Makes the plain {@link OperatorSettings} of configuration and the AWS environment. */
public final class Settings {
  private static final String ENDPOINT = "AWS_ENDPOINT_URL";

  private Settings() {}

  /**
   * @param environment the process's environment variables
   * @throws software.amazon.awssdk.core.exception.SdkClientException when no region is configured
   */
  public static OperatorSettings of(OperatorConfig config, Map<String, String> environment) {
    return new OperatorSettings(
        config.installation(),
        config.namespace(),
        new OperatorSettings.Aws(
            DefaultAwsRegionProviderChain.builder().build().getRegion().id(),
            DefaultCredentialsProvider.builder().build(),
            endpoints(environment),
            config.aws().connectTimeout(),
            config.aws().answerTimeout(),
            config.aws().callTimeout(),
            RetryMode.STANDARD,
            Map.copyOf(config.aws().lambdaAccounts())),
        new OperatorSettings.Feed(
            config.feed().callsPerMinute(),
            config.feed().shortestInterval(),
            config.feed().longestInterval()),
        new Tenancy(
            config.tenancy().allowAll(),
            config.namespace(),
            config.tenancy().namespaces().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> grant(e.getValue())))),
        config.invitationsPerDay());
  }

  /**
   * {@code AWS_ENDPOINT_URL_X} under the key {@code X}, {@code AWS_ENDPOINT_URL} under the empty
   * key.
   */
  public static Map<String, URI> endpoints(Map<String, String> environment) {
    Map<String, URI> endpoints = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          if (value.isBlank()) {
            return;
          }
          if (name.equals(ENDPOINT)) {
            endpoints.put("", URI.create(value));
          } else if (name.startsWith(ENDPOINT + "_")) {
            endpoints.put(name.substring(ENDPOINT.length() + 1), URI.create(value));
          }
        });
    return Map.copyOf(endpoints);
  }

  private static Tenancy.Grant grant(OperatorConfig.Tenancy.Grant grant) {
    return new Tenancy.Grant(
        grant.defaultExecutionRole(),
        grant.workforce(),
        Arrays.stream(Grantable.values())
            .collect(Collectors.toMap(kind -> kind, kind -> list(kind, grant))));
  }

  private static List<String> list(Grantable kind, OperatorConfig.Tenancy.Grant grant) {
    Optional<List<String>> values =
        switch (kind) {
          case EXECUTION_ROLES -> grant.executionRoles();
          case ASSUMABLE_ROLES -> grant.assumableRoles();
          case LOCATIONS -> grant.locations();
          case WORKTEAMS -> grant.workteams();
          case USER_POOLS -> grant.userPools();
          case TOPICS -> grant.topics();
          case KMS_KEYS -> grant.kmsKeys();
          case SUBNETS -> grant.subnets();
          case SECURITY_GROUPS -> grant.securityGroups();
          case MODELS -> grant.models();
          case LAMBDA_FUNCTIONS -> grant.lambdaFunctions();
        };
    return values.map(List::copyOf).orElse(List.of());
  }
}
