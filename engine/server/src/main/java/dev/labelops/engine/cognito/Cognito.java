package dev.labelops.engine.cognito;

import dev.labelops.engine.cognito.admin.GroupMembers;
import dev.labelops.engine.cognito.admin.UserCreation;
import dev.labelops.engine.cognito.admin.UserPasswords;
import dev.labelops.engine.cognito.admin.Users;
import dev.labelops.engine.cognito.mail.Invitations;
import dev.labelops.engine.cognito.mail.Outbox;
import dev.labelops.engine.cognito.pools.IdentityProviders;
import dev.labelops.engine.cognito.pools.MfaConfig;
import dev.labelops.engine.cognito.pools.ResourceServers;
import dev.labelops.engine.cognito.pools.UserPoolClients;
import dev.labelops.engine.cognito.pools.UserPoolDomains;
import dev.labelops.engine.cognito.pools.UserPoolTags;
import dev.labelops.engine.cognito.pools.UserPools;
import dev.labelops.engine.cognito.signin.AuthOperations;
import dev.labelops.engine.cognito.signin.Authentication;
import dev.labelops.engine.cognito.signin.GuardedSecrets;
import dev.labelops.engine.cognito.signin.PasswordCheck;
import dev.labelops.engine.cognito.signin.ResetCodes;
import dev.labelops.engine.cognito.signin.SignInAttempts;
import dev.labelops.engine.cognito.signin.SqlUserDirectory;
import dev.labelops.engine.cognito.tokens.PoolKeys;
import dev.labelops.engine.cognito.tokens.Tokens;
import dev.labelops.engine.cognito.tokens.WellKnownRoutes;
import dev.labelops.engine.cognito.users.Groups;
import dev.labelops.engine.front.AttemptLimit;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.front.OpenOperation;
import dev.labelops.engine.store.Database;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Puts the parts of the Cognito service together. */
public final class Cognito {
  private final List<JsonOperation> operations;
  private final List<OpenOperation> openOperations;
  private final WellKnownRoutes wellKnown;
  private final UserDirectory directory;
  private final UserPoolDirectory pools;
  private final AttemptLimit attempts;

  /**
   * @param address where clients reach the engine; asked for when tokens are issued
   */
  public Cognito(Database database, Mailer mailer, Supplier<URI> address, Clock clock) {
    Outbox outbox = new Outbox(database, mailer, clock);
    PasswordCheck passwords = new PasswordCheck(database, new SignInAttempts(database, clock));
    PoolKeys keys = new PoolKeys(database);
    Tokens tokens = new Tokens(keys, address, clock);
    ResetCodes codes = new ResetCodes(outbox, clock);
    AuthOperations auth =
        new AuthOperations(
            database,
            new Authentication(database, passwords, tokens, clock),
            tokens,
            passwords,
            codes,
            clock);
    Stream<JsonOperation> inOneTransaction =
        Stream.of(
                new UserPools(clock).operations(),
                new UserPoolDomains(clock).operations(),
                new UserPoolClients(clock).operations(),
                new Groups(clock).operations(),
                new Users(clock).operations(),
                new GroupMembers().operations(),
                new MfaConfig(clock).operations(),
                new ResourceServers().operations(),
                new IdentityProviders(clock).operations(),
                new UserPoolTags().operations())
            .flatMap(List::stream)
            .map(operation -> operation.on(database));
    Stream<JsonOperation> inSteps =
        Stream.of(
                new UserCreation(database, new Invitations(outbox), outbox, clock).operations(),
                new UserPasswords(database, codes, outbox, clock).operations(),
                auth.operations())
            .flatMap(List::stream);
    this.operations = Stream.concat(inOneTransaction, inSteps).toList();
    this.openOperations = auth.openOperations();
    this.wellKnown = new WellKnownRoutes(database, keys, tokens);
    this.directory = new SqlUserDirectory(database, passwords, clock);
    this.pools = new SqlUserPoolDirectory(database);
    this.attempts = new GuardedSecrets(passwords);
  }

  public List<JsonOperation> operations() {
    return operations;
  }

  /** What people call who have no key of the engine. */
  public List<OpenOperation> openOperations() {
    return openOperations;
  }

  /** Where verifiers of tokens find the keys. */
  public WellKnownRoutes wellKnown() {
    return wellKnown;
  }

  /** Sign-in for the portal. */
  public UserDirectory directory() {
    return directory;
  }

  /** Counts failed sign-ins of any kind. */
  public AttemptLimit attempts() {
    return attempts;
  }

  /** Look-ups for the workforce. */
  public UserPoolDirectory pools() {
    return pools;
  }
}
