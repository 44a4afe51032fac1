package dev.labelops.operator.config;

import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.WorkforceRight;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operator's settings as configuration: properties {@code labelops.*}, environment {@code
 * LABELOPS_*}. Region, credentials and endpoints are the SDK's own ({@code AWS_REGION}, {@code
 * AWS_ENDPOINT_URL*}, its credential chain).
 */
@ConfigMapping(prefix = "labelops")
public interface OperatorConfig {
  /** Names this installation in job names and tags. Default: the UID of kube-system. */
  Optional<String> installation();

  /** The operator's own namespace; holds its lease. */
  @WithDefault("labelops-system")
  String namespace();

  /** Name of this replica in the lease. */
  @WithDefault("${HOSTNAME:labelops-operator}")
  String identity();

  /** Invitations a day and user pool. */
  @WithDefault("40")
  int invitationsPerDay();

  /** Text for people, or one JSON object per line. */
  @WithDefault("text")
  LogFormat logFormat();

  Aws aws();

  Feed feed();

  Lease lease();

  Tenancy tenancy();

  /** Form of the log. */
  enum LogFormat {
    TEXT,
    JSON
  }

  /** How long AWS calls may take. */
  interface Aws {
    @WithDefault("PT5S")
    Duration connectTimeout();

    @WithDefault("PT30S")
    Duration answerTimeout();

    /** A call with its retries. */
    @WithDefault("PT60S")
    Duration callTimeout();

    /** Accounts of the built-in Lambda functions, by region, where no public document says. */
    Map<String, String> lambdaAccounts();
  }

  /** How running jobs are watched. */
  interface Feed {
    /** Calls of SageMaker a minute per account, region and role. */
    @WithDefault("200")
    int callsPerMinute();

    @WithDefault("PT3S")
    Duration shortestInterval();

    @WithDefault("PT60S")
    Duration longestInterval();
  }

  /** Leader election. */
  interface Lease {
    @WithDefault("PT15S")
    Duration duration();

    @WithDefault("PT10S")
    Duration renewDeadline();

    @WithDefault("PT2S")
    Duration retryPeriod();
  }

  /** What each namespace may name; see {@link dev.labelops.operator.tenancy.Tenancy}. */
  interface Tenancy {
    @WithDefault("false")
    boolean allowAll();

    Map<String, Grant> namespaces();

    /** Grants of one namespace; see {@link Grantable} for the lists. */
    interface Grant {
      Optional<String> defaultExecutionRole();

      @WithDefault("none")
      WorkforceRight workforce();

      Optional<List<String>> executionRoles();

      Optional<List<String>> assumableRoles();

      Optional<List<String>> locations();

      Optional<List<String>> workteams();

      Optional<List<String>> userPools();

      Optional<List<String>> topics();

      Optional<List<String>> kmsKeys();

      Optional<List<String>> subnets();

      Optional<List<String>> securityGroups();

      Optional<List<String>> models();

      Optional<List<String>> lambdaFunctions();
    }
  }
}
