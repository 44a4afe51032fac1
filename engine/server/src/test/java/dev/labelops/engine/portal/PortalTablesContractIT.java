package dev.labelops.engine.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.EngineSettings.Key;
import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.cognito.UserDirectory.User;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.NewJob;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.portal.Tickets.Ticket;
import dev.labelops.engine.portal.Violations.Violation;
import dev.labelops.engine.store.Vendor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code Tickets}, {@code Previews}, {@code OwnerSessions}, {@code OwnerUserSessions} and {@code
 * Violations}.
 */
@ParameterizedClass
@EnumSource(Vendor.class)
class PortalTablesContractIT {
  private static final Key KEY = new Key("id", "secret", "000000000000");

  @Parameter Vendor vendor;

  private final Instant now = Instant.parse("2026-11-29T10:00:00.123456Z");
  private Jdbi jdbi;

  @BeforeEach
  void open() {
    jdbi = vendor.database().jdbi();
  }

  private static Clock at(Instant time) {
    return Clock.fixed(time, ZoneOffset.UTC);
  }

  @Test
  void aTicketIsGoodOnce() {
    Tickets tickets = new Tickets(jdbi, at(now));
    Ticket ticket = new Ticket(UUID.randomUUID().toString(), "session");
    String one = tickets.give(ticket, now.plusSeconds(5));
    String other = tickets.give(ticket, now.plusSeconds(5));
    assertThat(one).isNotEqualTo(other);
    assertThat(tickets.take(one)).contains(ticket);
    assertThat(tickets.take(one)).isEmpty();
    assertThat(new Tickets(jdbi, at(now.plusSeconds(5))).take(other)).as("over").isEmpty();
    assertThat(tickets.take("none")).isEmpty();
  }

  @Test
  void ofManyAtTheSameMomentOneTakesTheTicket() {
    Tickets tickets = new Tickets(jdbi, at(now));
    String secret = tickets.give(new Ticket("task", "session"), now.plusSeconds(5));
    assertThat(
            IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> tickets.take(secret))
                .filter(Optional::isPresent))
        .hasSize(1);
  }

  @Test
  void ticketsEndWithTheirSession() {
    Sessions sessions = new Sessions(jdbi, at(now));
    String token = sessions.open(new Session("pool", "ann", "sub", now.plusSeconds(9)));
    Tickets tickets = new Tickets(jdbi, at(now));
    String secret = tickets.give(new Ticket("task", Token.hash(token)), now.plusSeconds(5));
    assertThat(sessions.findByHash(Token.hash(token))).isPresent();
    sessions.close(token);
    assertThat(tickets.take(secret)).isEmpty();
  }

  @Test
  void anOwnersSessionEndsWithItsTimeOrItsKey() {
    OwnerSessions sessions = new OwnerSessions(jdbi, List.of(KEY), at(now));
    assertThat(sessions.key("id", "secret")).contains(KEY);
    assertThat(sessions.key("id", "wrong")).isEmpty();
    assertThat(sessions.key("other", "secret")).isEmpty();
    String token = sessions.open(KEY, now.plusSeconds(10));
    assertThat(sessions.find(token))
        .contains(
            new OwnerSessions.Open(
                new Owner("000000000000", Token.hash(token)), "id", now.plusSeconds(10)));
    assertThat(sessions.find(token + "x")).isEmpty();
    assertThat(new OwnerSessions(jdbi, List.of(KEY), at(now.plusSeconds(10))).find(token))
        .isEmpty();
    for (Key changed :
        List.of(
            new Key("id", "another", "000000000000"),
            new Key("id", "secret", "111111111111"),
            new Key("other", "secret", "000000000000"))) {
      assertThat(new OwnerSessions(jdbi, List.of(changed), at(now)).find(token)).isEmpty();
    }
    sessions.close(token);
    assertThat(sessions.find(token)).isEmpty();
  }

  @Test
  void aPreviewIsOpenedOnceWithinAMinute() {
    String holder = UUID.randomUUID().toString();
    Owner owner = new Owner("000000000000", holder);
    Previews previews = new Previews(jdbi, "https://frames.example.com", at(now));
    String page = "<p>\u00fc</p>".repeat(10_000);
    String url = previews.add(owner, page);
    String other = previews.add(owner, page);
    assertThat(url).startsWith("https://frames.example.com/_labelops/frames/");
    assertThat(previews.take(secret(url))).contains(page);
    assertThat(previews.take(secret(url))).isEmpty();
    assertThat(new Tickets(jdbi, at(now)).take(secret(other))).as("no task").isEmpty();
    assertThat(new Previews(jdbi, "", at(now.plusSeconds(60))).take(secret(other))).isEmpty();
    String third = previews.add(owner, page);
    previews.close(holder);
    assertThat(previews.take(secret(third))).isEmpty();
  }

  private static String secret(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  @Test
  void previewsThatNobodyOpensAreBounded() {
    Owner owner = new Owner("000000000000", UUID.randomUUID().toString());
    Previews previews = new Previews(jdbi, "", at(now));
    for (int i = 0; i < 20; i++) {
      previews.add(owner, "page");
    }
    assertThatThrownBy(() -> previews.add(owner, "page")).hasMessageContaining("20 previews");
    assertThat(new Previews(jdbi, "", at(now.plusSeconds(60))).add(owner, "page")).isNotEmpty();
  }

  @Test
  void anOwnerUsersSessionEndsWithItsTimeTheUserOrTheGroup() {
    User ann =
        new User(
            "000000000000",
            "pool",
            "ann",
            "sub",
            Optional.of("ann@example.com"),
            true,
            List.of("people", OwnerUserSessions.GROUP));
    OwnerUserSessions sessions = new OwnerUserSessions(jdbi, directory(ann), at(now));
    String token = sessions.open(ann, now.plusSeconds(10));
    assertThat(sessions.find(token))
        .contains(
            new OwnerSessions.Open(
                new Owner("000000000000", Token.hash(token)),
                "ann@example.com",
                now.plusSeconds(10)));
    assertThat(sessions.find(token + "x")).isEmpty();
    assertThat(new OwnerUserSessions(jdbi, directory(ann), at(now.plusSeconds(10))).find(token))
        .isEmpty();
    for (User changed :
        List.of(
            new User("0", "pool", "ann", "another", ann.email(), true, ann.groups()),
            new User("0", "pool", "ann", "sub", ann.email(), false, ann.groups()),
            new User("0", "pool", "ann", "sub", ann.email(), true, List.of("people")))) {
      assertThat(new OwnerUserSessions(jdbi, directory(changed), at(now)).find(token))
          .as(changed.toString())
          .isEmpty();
    }
    sessions.close(token);
    assertThat(sessions.find(token)).isEmpty();
  }

  private static UserDirectory directory(User user) {
    return new UserDirectory() {
      @Override
      public Optional<String> poolOfClient(String clientId) {
        return Optional.empty();
      }

      @Override
      public SignIn signIn(
          Optional<String> pool,
          String username,
          String password,
          Optional<String> newPassword,
          String address) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Optional<User> find(String userPoolId, String username) {
        return Optional.of(user)
            .filter(u -> u.userPoolId().equals(userPoolId) && u.username().equals(username));
      }
    };
  }

  @Test
  void violationsOfAJobAreCountedAndBounded() {
    long job = job();
    new Violations(jdbi, at(now)).add(job, "img-src", "https://\u00fc.example.com/a");
    new Violations(jdbi, at(now)).add(job, "font-src", "https://example.com/f");
    Violations later = new Violations(jdbi, at(now.plusSeconds(1)));
    later.add(job, "font-src", "https://example.com/f");
    assertThat(later.of(job))
        .containsExactly(
            new Violation("font-src", "https://example.com/f", 2, now, now.plusSeconds(1)),
            new Violation("img-src", "https://\u00fc.example.com/a", 1, now, now));
    for (int i = 0; i < Violations.MOST_PER_JOB; i++) {
      later.add(job, "img-src", "https://example.com/" + i);
    }
    assertThat(later.of(job)).hasSize(Violations.MOST_PER_JOB);
    later.add(job, "font-src", "https://example.com/f");
    assertThat(later.of(job).getFirst().times()).as("a known one still counts").isEqualTo(3);
    assertThat(later.of(job + 1_000_000)).isEmpty();
  }

  private long job() {
    JobKey key = new JobKey(UUID.randomUUID().toString().substring(0, 12), "eu-west-1", "job");
    return jdbi.inTransaction(
        handle -> {
          new JobTable(handle)
              .insert(
                  new NewJob(
                      key,
                      "arn:" + key.accountId(),
                      "code",
                      new JobSpec(Json.MAPPER.createObjectNode()),
                      BuiltInTypes.ALL.named("TextMultiClass").orElseThrow(),
                      "team"),
                  now);
          return new JobTable(handle).find(key).orElseThrow().id();
        });
  }
}
