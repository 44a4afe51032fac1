package dev.labelops.engine;

import dev.labelops.engine.cognito.Cognito;
import dev.labelops.engine.cognito.Mailer;
import dev.labelops.engine.cognito.mail.OutboxRoutes;
import dev.labelops.engine.cognito.mail.SmtpMailer;
import dev.labelops.engine.front.ClientAddress;
import dev.labelops.engine.front.Front;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.front.JsonService;
import dev.labelops.engine.front.OpenOperation;
import dev.labelops.engine.front.OwnerAuth;
import dev.labelops.engine.front.SignatureVerifier;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.learning.LearnProgram;
import dev.labelops.engine.learning.LearningRunners;
import dev.labelops.engine.quirks.QuirkBoard;
import dev.labelops.engine.quirks.QuirkRoutes;
import dev.labelops.engine.s3.ObjectLinks;
import dev.labelops.engine.s3.PresignedLinks;
import dev.labelops.engine.s3.S3;
import dev.labelops.engine.sagemaker.tags.TagOperations;
import dev.labelops.engine.sagemaker.workforce.MemberCheck;
import dev.labelops.engine.sagemaker.workforce.SqlWorkteams;
import dev.labelops.engine.sagemaker.workforce.SubscribedWorkteams;
import dev.labelops.engine.sagemaker.workforce.Workforces;
import dev.labelops.engine.sagemaker.workforce.WorkteamOperations;
import dev.labelops.engine.sagemaker.workforce.Workteams;
import dev.labelops.engine.store.Database;
import dev.labelops.engine.sts.AccountKeys;
import dev.labelops.engine.sts.EngineSecret;
import dev.labelops.engine.sts.StsService;
import dev.labelops.engine.sts.TemporaryKeys;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.json.JavalinJackson;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;

/** The engine: Ground Truth, Cognito, S3 and STS behind one address. Closing it leaves nothing. */
public final class Engine implements AutoCloseable {
  private static final int MAX_HEADER_BYTES = 32 * 1024;

  private final EngineSettings settings;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private volatile URI address;
  private List<String> operations = List.of();
  private List<String> openOperations = List.of();
  private SortedSet<String> routes = Collections.emptySortedSet();

  private Engine(EngineSettings settings) {
    this.settings = settings;
  }

  /** Starts an engine that never labels by machine. */
  public static Engine start(EngineSettings settings) {
    return start(settings, BuiltInTypes.ALL, Learner.NONE);
  }

  /** Starts an engine with the built-in task types. */
  public static Engine start(EngineSettings settings, Learner learner) {
    return start(settings, BuiltInTypes.ALL, learner);
  }

  /**
   * Starts an engine that learns in its own process.
   *
   * @param types the task types of its labeling jobs
   * @param learner does the automated labeling
   */
  public static Engine start(EngineSettings settings, TaskTypes types, Learner learner) {
    return start(settings, types, LearningRunners.inProcess(learner));
  }

  /**
   * Starts an engine with the built-in task types, whose learning runs are where its settings say.
   *
   * @throws LearningRunners.Refused when they cannot be there
   */
  public static Engine start(EngineSettings settings, LearnProgram program) {
    return start(settings, BuiltInTypes.ALL, LearningRunners.asConfigured(program));
  }

  /** Starts an engine; when this returns, it answers. */
  private static Engine start(EngineSettings settings, TaskTypes types, LearningRunners learning) {
    Engine engine = new Engine(settings);
    try {
      engine.start(types, learning);
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private void start(TaskTypes types, LearningRunners learning) {
    Clock clock = Clock.systemUTC();
    Database database = run(Database.open(settings));
    QuirkBoard quirks = new QuirkBoard();
    TemporaryKeys temporaryKeys = new TemporaryKeys(database);
    AccountKeys keys = new AccountKeys(settings.keys(), temporaryKeys, EngineSecret.of(database));
    SignatureVerifier verifier = new SignatureVerifier(keys, clock);
    S3 s3 = run(new S3(settings, database, verifier, quirks, clock));
    ObjectLinks links = new PresignedLinks(keys::own, this::address);

    List<JsonOperation> operations = new ArrayList<>();
    List<Consumer<RoutesConfig>> routes = new ArrayList<>();
    routes.add(OwnRoutes::register);

    Mailer mailer = settings.smtp().<Mailer>map(SmtpMailer::new).orElse(Mailer.OUTBOX_ONLY);
    ClientAddress addresses = new ClientAddress(settings.trustedProxies());
    Cognito cognito = new Cognito(database, mailer, this::address, clock);
    OwnerAuth owners = new OwnerAuth(settings.keys(), cognito.attempts(), addresses, clock);
    routes.add(new QuirkRoutes(settings.quirks(), quirks, owners, OwnRoutes.mapper())::register);
    operations.addAll(cognito.operations());
    OutboxRoutes outbox = new OutboxRoutes(database, owners);
    routes.add(outbox::register);
    routes.add(cognito.wellKnown()::register);

    Duration pace = settings.pace().workforceInitializing();
    operations.addAll(
        new Workforces(database, cognito.pools(), clock, pace, this::subDomain).operations());
    operations.addAll(
        new WorkteamOperations(database, new MemberCheck(cognito.pools()), clock, this::subDomain)
            .operations());
    operations.addAll(new SubscribedWorkteams().operations());
    Workteams workteams = new SqlWorkteams(database);
    operations.addAll(
        new TagOperations(
                database, arn -> workteams.byArn(arn).isPresent() || hasJob(database, arn))
            .operations());

    LabelingServices labeling =
        run(
            LabelingServices.start(
                settings,
                database,
                types,
                s3.objects(),
                links,
                this::address,
                cognito.directory(),
                cognito.attempts(),
                workteams,
                learning,
                quirks,
                clock));
    operations.addAll(labeling.operations());
    routes.add(labeling.portal()::register);
    routes.add(labeling.owner()::register);
    routes.add(
        config ->
            outbox.registerForBrowsers(
                config, context -> labeling.portal().owners().owner(context).accountId()));

    JsonService json =
        new JsonService(verifier, addresses, quirks, operations, cognito.openOperations());
    this.openOperations = cognito.openOperations().stream().map(OpenOperation::target).toList();
    this.operations =
        Stream.concat(operations.stream().map(JsonOperation::target), this.openOperations.stream())
            .toList();
    StsService sts = new StsService(verifier, temporaryKeys, settings.trusts(), clock);
    listen(new Front(json, sts, s3.service()), routes);
  }

  private static boolean hasJob(Database database, String arn) {
    return database.jdbi().withHandle(handle -> new JobTable(handle).byArn(arn)).isPresent();
  }

  /** Host and path of the portal: what the services call SubDomain, {@code http} here. */
  private String subDomain() {
    return address.getAuthority() + "/_labelops/portal";
  }

  private void listen(Front front, List<Consumer<RoutesConfig>> routes) {
    Javalin server = Javalin.create(config -> configure(config, front, routes));
    running.push(server::stop);
    this.routes =
        server.unsafe.internalRouter.allHttpHandlers().stream()
            .filter(handler -> handler.endpoint.method.isHttpMethod())
            .map(handler -> handler.endpoint.method + " " + handler.endpoint.path)
            .collect(Collectors.toCollection(TreeSet::new));
    server.start(settings.host(), settings.port());
    address =
        settings
            .publicUrl()
            .orElseGet(() -> URI.create("http://" + settings.host() + ":" + server.port()));
  }

  private static void configure(
      JavalinConfig config, Front front, List<Consumer<RoutesConfig>> routes) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.jetty.modifyHttpConfiguration(Engine::allowEveryKey);
    config.jetty.modifyServletContextHandler(
        handler -> {
          // Object keys may hold anything, also what is ambiguous in a path.
          handler.getServletHandler().setDecodeAmbiguousURIs(true);
          handler.addFilter(
              new FilterHolder(front), "/*", EnumSet.of(jakarta.servlet.DispatcherType.REQUEST));
        });
    config.jsonMapper(new JavalinJackson(OwnRoutes.mapper(), false));
    routes.forEach(route -> route.accept(config.routes));
  }

  private static void allowEveryKey(HttpConfiguration http) {
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    http.setSendServerVersion(false);
    // Signatures cover header values as they were sent; Jetty would hand out its own spelling.
    http.setHeaderCacheCaseSensitive(true);
  }

  private <T extends AutoCloseable> T run(T part) {
    running.push(part);
    return part;
  }

  /** Where clients reach the engine, without a trailing slash. */
  public URI address() {
    return address;
  }

  /**
   * What it answers besides S3 and STS: the value of {@code X-Amz-Target} of each JSON operation,
   * and method and path of each route of its own, such as {@code GET /_labelops/health}.
   */
  public List<String> doors() {
    return Stream.concat(operations.stream(), routes.stream()).toList();
  }

  /** What the JSON services answer, as {@code X-Amz-Target} names it. */
  List<String> operations() {
    return operations;
  }

  /** Those of {@link #operations()} that are not signed. */
  List<String> openOperations() {
    return openOperations;
  }

  /** Methods and paths of the engine's own surface. */
  SortedSet<String> routes() {
    return routes;
  }

  /** Stops everything, last started first. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("the engine did not stop cleanly", e);
      }
    }
  }
}
