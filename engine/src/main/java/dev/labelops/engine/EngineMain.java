package dev.labelops.engine;

import dev.labelops.engine.EngineSettings.ExternalS3;
import dev.labelops.engine.EngineSettings.Key;
import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.EngineSettings.Smtp;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Starts the engine from the command line; each option is also an environment variable. */
@Command(
    name = "labelops-engine",
    mixinStandardHelpOptions = true,
    description = "Ground Truth, Cognito, S3 and STS at one address.")
public final class EngineMain implements Callable<Integer> {
  private static final String DATABASE_AND_OBJECTS =
      "Folder for the database and the objects, made when it is not there.";

  @Option(
      names = "--host",
      defaultValue = "${env:LABELOPS_ENGINE_HOST:-127.0.0.1}",
      description = "Address to listen on.")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "${env:LABELOPS_ENGINE_PORT:-4566}",
      description = "0 for any free one.")
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

  @ArgGroup(exclusive = false)
  private MailOptions mail;

  @ArgGroup(exclusive = false)
  private S3Options s3;

  /** Invitations by e-mail. */
  private static final class MailOptions {
    @Option(
        names = "--smtp",
        required = true,
        description =
            "smtp://[user:password@]host:port; without it invitations stay in the outbox.")
    private URI server;

    @Option(names = "--mail-from", required = true, description = "Sender of the invitations.")
    private String from;
  }

  /** Objects elsewhere. */
  private static final class S3Options {
    @Option(names = "--s3", required = true, description = "Address of an S3 service.")
    private URI endpoint;

    @Option(names = "--s3-region", required = true, description = "Its region.")
    private String region;

    @Option(
        names = "--s3-key",
        required = true,
        description = "accessKeyId:secretAccessKey:anything.",
        converter = KeyConverter.class)
    private Key key;
  }

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
    return new EngineSettings(
        host,
        port,
        Optional.ofNullable(publicUrl),
        data,
        Optional.ofNullable(database),
        Optional.ofNullable(s3)
            .map(
                o ->
                    new ExternalS3(
                        o.endpoint, o.region, o.key.accessKeyId(), o.key.secretAccessKey())),
        Optional.ofNullable(mail).map(o -> new Smtp(o.server, o.from)),
        keys,
        Pace.DEFAULT);
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
