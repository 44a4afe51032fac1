package dev.labelops.engine;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Everything that can be set from outside; command-line options and environment variables fill it.
 *
 * @param host address to listen on
 * @param port TCP port; 0 for any free one
 * @param publicUrl the address under which clients and browsers reach the engine; by default built
 *     of host and port
 * @param dataFolder holds the database and, without an external S3, all objects
 * @param databaseUrl JDBC URL of a PostgreSQL database; empty: H2 in the data folder
 * @param externalS3 where objects are when the engine does not keep them
 * @param smtp where invitations are sent; empty: they are only kept in the outbox
 * @param keys the keys that may sign, at least one
 * @param pace how long the steps that take minutes on AWS take here
 * @param trusts which accounts may assume roles of which others; every account may assume its own
 * @param quirks whether {@code /_labelops/quirks} may be used: quirks concern every account
 * @param trustedProxies addresses and networks ({@code 10.0.0.0/8}) of the proxies whose {@code
 *     X-Forwarded-For} and {@code X-Forwarded-Proto} are believed
 * @param learning how automated labeling learns, and where
 * @param frames what worker templates may load, and where they are shown
 */
public record EngineSettings(
    String host,
    int port,
    Optional<URI> publicUrl,
    Path dataFolder,
    Optional<String> databaseUrl,
    Optional<ExternalS3> externalS3,
    Optional<Smtp> smtp,
    List<Key> keys,
    Pace pace,
    List<Trust> trusts,
    boolean quirks,
    List<String> trustedProxies,
    LearningSettings learning,
    Frames frames) {

  /**
   * The frames in which worker templates run.
   *
   * @param hosts what they may load besides the engine and its objects
   * @param origin a second address of the engine, for frames only; empty: frames are at the same
   *     address as the portal
   */
  public record Frames(TemplateHosts hosts, Optional<URI> origin) {
    public static final Frames DEFAULT = new Frames(TemplateHosts.HTTPS, Optional.empty());

    /**
     * @throws IllegalArgumentException when the address has more than scheme, host and port
     */
    public Frames {
      origin.ifPresent(
          uri -> {
            if (!uri.toString().matches("https?://[A-Za-z0-9.-]+(:\\d+)?")) {
              throw new IllegalArgumentException(
                  "'"
                      + uri
                      + "' is not an origin: give scheme, host and port, for example"
                      + " https://frames.example.com.");
            }
          });
    }
  }

  /**
   * What worker templates may load besides the engine and its objects.
   *
   * @param sources as Content-Security-Policy names them
   */
  public record TemplateHosts(List<String> sources) {
    private static final Pattern HOST =
        Pattern.compile("(https?://)?(\\*\\.)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*(:\\d+)?");

    /** Anything over TLS, as the service does. */
    public static final TemplateHosts HTTPS = new TemplateHosts(List.of("https:"));

    /**
     * {@code none}, {@code https}, or hosts separated by commas: {@code cdn.example.com}, {@code
     * *.example.com}, {@code http://host:port}.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    public static TemplateHosts parse(String text) {
      return switch (text) {
        case "none" -> new TemplateHosts(List.of());
        case "https" -> HTTPS;
        default ->
            new TemplateHosts(Arrays.stream(text.split(",")).map(TemplateHosts::host).toList());
      };
    }

    private static String host(String text) {
      String host = text.strip();
      if (!HOST.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "'" + host + "' is not a host: give none, https, or hosts separated by commas.");
      }
      return host.startsWith("http://") || host.startsWith("https://") ? host : "https://" + host;
    }
  }

  /** A signing key and the account that it belongs to. */
  public record Key(String accessKeyId, String secretAccessKey, String accountId) {}

  /**
   * Lets the keys of one account assume the roles of another, as the roles' trust policies do on
   * AWS.
   *
   * @param from account whose keys may assume, 12 digits
   * @param to account whose roles may be assumed, 12 digits
   */
  public record Trust(String from, String to) {
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    /**
     * @throws IllegalArgumentException when one of them is not an account id
     */
    public Trust {
      for (String account : List.of(from, to)) {
        if (!ACCOUNT.matcher(account).matches()) {
          throw new IllegalArgumentException("'" + account + "' is not an account id of 12 digits");
        }
      }
    }
  }

  /** An S3 service outside the engine. */
  public record ExternalS3(
      URI endpoint, String region, String accessKeyId, String secretAccessKey) {}

  /**
   * A mail server.
   *
   * @param server {@code smtp://[user:password@]host[:port]} or {@code smtps://...}
   * @param from the sender's address
   */
  public record Smtp(URI server, String from) {
    /**
     * @throws IllegalArgumentException when one of them cannot be used; the message never shows the
     *     password
     */
    public Smtp {
      boolean known = "smtp".equals(server.getScheme()) || "smtps".equals(server.getScheme());
      boolean login = server.getUserInfo() == null || server.getUserInfo().contains(":");
      if (!known || server.getHost() == null || !login) {
        throw new IllegalArgumentException(
            "The mail server must be smtp://[user:password@]host[:port] or smtps://..., with"
                + " special characters of the password percent-encoded.");
      }
      if (!from.contains("@")) {
        throw new IllegalArgumentException(
            "The sender of invitations must be an e-mail address, not '" + from + "'.");
      }
    }
  }

  /**
   * @param initializing how long a labeling job is Initializing
   * @param workforceInitializing how long a workforce is Initializing
   * @param stopping how long a job is Stopping
   * @param tick how often deadlines (leases, expiry, late files) are checked
   * @param lease how long a run stays with an engine that died, before another continues it
   */
  public record Pace(
      Duration initializing,
      Duration workforceInitializing,
      Duration stopping,
      Duration tick,
      Duration lease) {
    /** Quick enough to watch, slow enough that every state is seen. */
    public static final Pace DEFAULT =
        new Pace(
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofMillis(200),
            Duration.ofSeconds(20));
  }

  /** Loopback, any free port, key {@code test}/{@code test} of account 000000000000. */
  public static EngineSettings local(Path dataFolder) {
    return new EngineSettings(
        "127.0.0.1",
        0,
        Optional.empty(),
        dataFolder,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(new Key("test", "test", "000000000000")),
        Pace.DEFAULT,
        List.of(),
        false,
        List.of(),
        LearningSettings.local(dataFolder),
        Frames.DEFAULT);
  }

  /** The same with some settings changed: {@code settings.with(s -> s.port = 4566)}. */
  public EngineSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** The same with other keys. */
  public EngineSettings with(List<Key> otherKeys, List<Trust> otherTrusts) {
    return with(
        s -> {
          s.keys = otherKeys;
          s.trusts = otherTrusts;
        });
  }

  /** The same with quirks allowed. */
  public EngineSettings withQuirks() {
    return with(s -> s.quirks = true);
  }

  /** Settings while they are changed, by name. */
  public static final class Draft {
    public int port;
    public Optional<URI> publicUrl;
    public Optional<String> databaseUrl;
    public Optional<ExternalS3> externalS3;
    public Optional<Smtp> smtp;
    public List<Key> keys;
    public Pace pace;
    public List<Trust> trusts;
    public boolean quirks;
    public List<String> trustedProxies;
    public LearningSettings learning;
    public Frames frames;
    private final EngineSettings from;

    private Draft(EngineSettings from) {
      this.from = from;
      this.port = from.port;
      this.publicUrl = from.publicUrl;
      this.databaseUrl = from.databaseUrl;
      this.externalS3 = from.externalS3;
      this.smtp = from.smtp;
      this.keys = from.keys;
      this.pace = from.pace;
      this.trusts = from.trusts;
      this.quirks = from.quirks;
      this.trustedProxies = from.trustedProxies;
      this.learning = from.learning;
      this.frames = from.frames;
    }

    private EngineSettings settings() {
      return new EngineSettings(
          from.host,
          port,
          publicUrl,
          from.dataFolder,
          databaseUrl,
          externalS3,
          smtp,
          keys,
          pace,
          trusts,
          quirks,
          trustedProxies,
          learning,
          frames);
    }
  }
}
