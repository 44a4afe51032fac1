package dev.labelops.engine;

import dev.labelops.engine.EngineSettings.ExternalS3;
import dev.labelops.engine.EngineSettings.Key;
import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.EngineSettings.Smtp;
import dev.labelops.engine.EngineSettings.Trust;
import dev.labelops.engine.front.ClientAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Starts the engine from the command line; each option is also an environment variable. */
@Command(
    name = "labelops-engine",
    mixinStandardHelpOptions = true,
    description = "Ground Truth, Cognito, S3 and STS at one address.")
public final class EngineMain implements Callable<Integer> {
  private static final String DATABASE_AND_OBJECTS =
      "Folder for the database and the objects. It is created if it does not exist.";

  @Option(
      names = "--host",
      defaultValue = "${env:LABELOPS_ENGINE_HOST:-127.0.0.1}",
      description = "Address to listen on.")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "${env:LABELOPS_ENGINE_PORT:-4566}",
      description = "Port to listen on. 0 selects a free port.")
  private int port;

  @Option(
      names = "--public-url",
      defaultValue = "${env:LABELOPS_ENGINE_PUBLIC_URL:-" + Option.NULL_VALUE + "}",
      description = "Address under which clients and browsers reach the engine.")
  private URI publicUrl;

  @Option(
      names = "--data",
      defaultValue = "${env:LABELOPS_ENGINE_DATA:-engine-data}",
      description = DATABASE_AND_OBJECTS)
  private Path data;

  @Option(
      names = "--database",
      defaultValue = "${env:LABELOPS_ENGINE_DATABASE:-" + Option.NULL_VALUE + "}",
      description = "JDBC URL of a PostgreSQL database instead of the embedded one.")
  private String database;

  @Option(
      names = "--key",
      split = ",",
      defaultValue = "${env:LABELOPS_ENGINE_KEYS:-test:test:000000000000}",
      converter = KeyConverter.class,
      description = "accessKeyId:secretAccessKey:accountId; may be given several times.")
  private List<Key> keys;

  @Option(
      names = "--smtp",
      defaultValue = "${env:LABELOPS_ENGINE_SMTP:-" + Option.NULL_VALUE + "}",
      description =
          "smtp://[user:password@]host[:port] or smtps://...; without it, invitations are kept"
              + " in the outbox only.")
  private URI smtp;

  @Option(
      names = "--mail-from",
      defaultValue = "${env:LABELOPS_ENGINE_MAIL_FROM:-" + Option.NULL_VALUE + "}",
      description = "Sender of the invitations. Required with --smtp.")
  private String mailFrom;

  @Option(
      names = "--s3",
      defaultValue = "${env:LABELOPS_ENGINE_S3:-" + Option.NULL_VALUE + "}",
      description = "Address of an S3 service that keeps the objects instead of the data folder.")
  private URI s3;

  @Option(
      names = "--s3-region",
      defaultValue = "${env:LABELOPS_ENGINE_S3_REGION:-" + Option.NULL_VALUE + "}",
      description = "Region of that S3 service. Required with --s3.")
  private String s3Region;

  @Option(
      names = "--s3-key",
      defaultValue = "${env:LABELOPS_ENGINE_S3_KEY:-" + Option.NULL_VALUE + "}",
      converter = KeyConverter.class,
      description =
          "accessKeyId:secretAccessKey:anything, the key for that S3 service. Required with --s3.")
  private Key s3Key;

  @Option(
      names = "--trust",
      split = ",",
      defaultValue = "${env:LABELOPS_ENGINE_TRUST:-" + Option.NULL_VALUE + "}",
      converter = TrustConverter.class,
      description =
          "fromAccountId:toAccountId: keys of the first account may assume roles of the second; may"
              + " be given several times.")
  private List<Trust> trusts;

  @Option(
      names = "--quirks",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "${env:LABELOPS_ENGINE_QUIRKS:-false}",
      description =
          "Enable /_labelops/quirks, with which any key can make calls of all accounts fail. For tests.")
  private boolean quirks;

  @Option(
      names = "--trusted-proxies",
      split = ",",
      defaultValue = "${env:LABELOPS_ENGINE_TRUSTED_PROXIES:-" + Option.NULL_VALUE + "}",
      description =
          "Addresses and networks of the proxies in front of the engine, for example 10.0.0.0/8."
              + " The X-Forwarded-For header is trusted from these addresses only.")
  private List<String> trustedProxies;

  @Spec private CommandSpec command;

  private static final class KeyConverter implements ITypeConverter<Key> {
    @Override
    public Key convert(String text) {
      String[] parts = text.split(":");
      if (parts.length != 3) {
        throw new TypeConversionException("must be accessKeyId:secretAccessKey:accountId");
      }
      return new Key(parts[0], parts[1], parts[2]);
    }
  }

  private static final class TrustConverter implements ITypeConverter<Trust> {
    @Override
    public Trust convert(String text) {
      String[] parts = text.split(":", -1);
      if (parts.length != 2) {
        throw new TypeConversionException("must be fromAccountId:toAccountId");
      }
      try {
        return new Trust(parts[0], parts[1]);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  end.countDown();
                  try {
                    ended.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    try (Engine engine = Engine.start(settings())) {
      welcome(engine.address());
      end.await();
    } finally {
      ended.countDown();
    }
    return 0;
  }

  private EngineSettings settings() {
    checkKeys();
    return new EngineSettings(
        host,
        port,
        Optional.ofNullable(publicUrl),
        data,
        Optional.ofNullable(database),
        externalS3(),
        mailServer(),
        keys,
        Pace.DEFAULT,
        trusts == null ? List.of() : trusts,
        quirks,
        proxies());
  }

  private void checkKeys() {
    Set<String> ids = new HashSet<>();
    for (Key key : keys) {
      if (!key.accountId().matches("\\d{12}")) {
        throw wrong(
            "--key: '%s' of the key %s is not an account id of 12 digits."
                .formatted(key.accountId(), key.accessKeyId()));
      }
      if (!ids.add(key.accessKeyId())) {
        throw wrong(
            "--key: the access key id %s is given twice. Each key needs its own id."
                .formatted(key.accessKeyId()));
      }
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private List<String> proxies() {
    List<String> proxies = trustedProxies == null ? List.of() : List.copyOf(trustedProxies);
    try {
      new ClientAddress(proxies);
      return proxies;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private Optional<ExternalS3> externalS3() {
    return together("--s3, --s3-region and --s3-key", s3, s3Region, s3Key)
        ? Optional.of(new ExternalS3(s3, s3Region, s3Key.accessKeyId(), s3Key.secretAccessKey()))
        : Optional.empty();
  }

  private Optional<Smtp> mailServer() {
    if (!together("--smtp and --mail-from", smtp, mailFrom)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Smtp(smtp, mailFrom));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private boolean together(String options, Object... values) {
    long given = Stream.of(values).filter(Objects::nonNull).count();
    if (given > 0 && given < values.length) {
      throw wrong(options + " must be set together: set all of them, or none.");
    }
    return given > 0;
  }

  private void welcome(URI address) {
    System.out.printf(
        """
        LabelOps engine at %1$s, data in %2$s.
        Accounts: %3$s
        For any AWS client:
          export AWS_ENDPOINT_URL=%1$s AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1
          export AWS_ACCESS_KEY_ID=%4$s AWS_SECRET_ACCESS_KEY=...
        Worker portal: %1$s/_labelops/portal/
        """,
        address,
        data.toAbsolutePath(),
        keys.stream().map(Key::accountId).distinct().toList(),
        keys.getFirst().accessKeyId());
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new EngineMain()).execute(arguments));
  }
}
