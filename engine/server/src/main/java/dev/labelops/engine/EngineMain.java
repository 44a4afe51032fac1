package dev.labelops.engine;

import dev.labelops.engine.EngineSettings.Frames;
import dev.labelops.engine.EngineSettings.Key;
import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.EngineSettings.Smtp;
import dev.labelops.engine.EngineSettings.TemplateHosts;
import dev.labelops.engine.EngineSettings.Trust;
import dev.labelops.engine.front.ClientAddress;
import dev.labelops.engine.learning.LearnProgram;
import dev.labelops.engine.learning.LearningRunners;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Starts the engine from the command line; each option is also an environment variable. */
@Command(
    name = "labelops-engine",
    mixinStandardHelpOptions = true,
    subcommands = LearnCommand.class,
    description = "Ground Truth, Cognito, S3 and STS at one address.")
public final class EngineMain implements Callable<Integer> {
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
      names = "--key",
      split = ",",
      defaultValue = "${env:LABELOPS_ENGINE_KEYS:-test:test:000000000000}",
      converter = StorageOptions.KeyConverter.class,
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

  @Mixin private StorageOptions storage;
  @Mixin private LearningOptions learning;

  @Option(
      names = "--template-hosts",
      defaultValue = "${env:LABELOPS_ENGINE_TEMPLATE_HOSTS:-https}",
      description =
          "What worker templates may load besides the engine and its objects: none, https (any"
              + " host over TLS), or hosts separated by commas.")
  private String templateHosts;

  @Option(
      names = "--frames-origin",
      defaultValue = "${env:LABELOPS_ENGINE_FRAMES_ORIGIN:-" + Option.NULL_VALUE + "}",
      description =
          "A second address of the engine, on which worker templates are shown and nothing else is"
              + " answered.")
  private URI framesOrigin;

  @Spec private CommandSpec command;

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
    LearnProgram program = new LearnProgram(EngineMain.class.getName());
    try (Engine engine = Engine.start(settings(), program)) {
      welcome(engine.address());
      end.await();
    } catch (LearningRunners.Refused e) {
      throw wrong(e.getMessage());
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
        storage.data,
        storage.database(),
        storage.externalS3(),
        mailServer(),
        keys,
        Pace.DEFAULT,
        trusts == null ? List.of() : trusts,
        quirks,
        proxies(),
        learning.settings(storage),
        frames());
  }

  private Frames frames() {
    try {
      return new Frames(TemplateHosts.parse(templateHosts), Optional.ofNullable(framesOrigin));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), "--template-hosts, --frames-origin: " + e.getMessage(), e);
    }
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
    return StorageOptions.wrong(command, message);
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

  private Optional<Smtp> mailServer() {
    if (!StorageOptions.together(command, "--smtp and --mail-from", smtp, mailFrom)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Smtp(smtp, mailFrom));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
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
        storage.data.toAbsolutePath(),
        keys.stream().map(Key::accountId).distinct().toList(),
        keys.getFirst().accessKeyId());
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new EngineMain()).execute(arguments));
  }
}
