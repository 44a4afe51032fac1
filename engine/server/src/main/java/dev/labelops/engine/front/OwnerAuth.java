package dev.labelops.engine.front;

import dev.labelops.engine.EngineSettings.Key;
import io.javalin.http.Context;
import io.javalin.security.BasicAuthCredentials;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who may use the owner's part of {@code /_labelops/}: an engine key and its secret, HTTP Basic.
 * Failures are limited as at a sign-in. A right secret is remembered for a minute, so that a
 * program's requests do not each cost a look at the counts; a wrong one from the same address ends
 * that.
 */
public final class OwnerAuth {
  /** Names of keys have counts of their own; the sign-in of the owner's app shares them. */
  public static final String PLACE = "owner";

  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private record Client(String accessKeyId, String address) {}

  private final List<Key> keys;
  private final AttemptLimit limit;
  private final ClientAddress addresses;
  private final Clock clock;
  private final Map<Client, Instant> proven = new ConcurrentHashMap<>();

  /**
   * @param limit counts failures
   * @param addresses knows from where a request comes
   */
  public OwnerAuth(List<Key> keys, AttemptLimit limit, ClientAddress addresses, Clock clock) {
    this.keys = List.copyOf(keys);
    this.limit = limit;
    this.addresses = addresses;
    this.clock = clock;
  }

  /**
   * The account of the caller.
   *
   * @throws AwsError 401 {@code NotSignedIn} without a known key, 429 {@code TooManyAttempts} after
   *     too many failures
   */
  public String requireOwner(Context context) {
    BasicAuthCredentials given = context.basicAuthCredentials();
    if (given == null) {
      throw FrontErrors.NOT_SIGNED_IN.of();
    }
    Optional<Key> key = keys.stream().filter(one -> matches(one, given)).findFirst();
    Client client = new Client(given.getUsername(), addresses.of(context.req()));
    Instant now = clock.instant();
    if (key.isPresent() && now.isBefore(proven.getOrDefault(client, Instant.MIN))) {
      return key.get().accountId();
    }
    proven.remove(client);
    return switch (limit.check(PLACE, client.accessKeyId(), client.address(), key::isPresent)) {
      case AttemptLimit.Outcome.Right ignored -> {
        proven.values().removeIf(until -> !now.isBefore(until));
        proven.put(client, now.plus(REMEMBERED));
        yield key.orElseThrow().accountId();
      }
      case AttemptLimit.Outcome.Wrong ignored -> throw FrontErrors.NOT_SIGNED_IN.of();
      case AttemptLimit.Outcome.TooMany(Duration wait) ->
          throw FrontErrors.TOO_MANY_ATTEMPTS.of(Math.max(1, wait.plusMillis(999).toSeconds()));
    };
  }

  private static boolean matches(Key key, BasicAuthCredentials given) {
    return key.accessKeyId().equals(given.getUsername())
        && SigV4.same(key.secretAccessKey(), given.getPassword());
  }
}
