package dev.labelops.engine;

import dev.labelops.engine.EngineSettings.ExternalS3;
import dev.labelops.engine.EngineSettings.Key;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that say where database and objects are, of the engine and of a learning run. */
final class StorageOptions {
  private static final String DATABASE_AND_OBJECTS =
      "Folder for the database and the objects. It is created if it does not exist.";

  @Option(
      names = "--data",
      defaultValue = "${env:LABELOPS_ENGINE_DATA:-engine-data}",
      description = DATABASE_AND_OBJECTS)
  Path data;

  @Option(
      names = "--database",
      defaultValue = "${env:LABELOPS_ENGINE_DATABASE:-" + Option.NULL_VALUE + "}",
      description = "JDBC URL of a PostgreSQL database instead of the embedded one.")
  private String database;

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

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  static final class KeyConverter implements ITypeConverter<Key> {
    @Override
    public Key convert(String text) {
      String[] parts = text.split(":", -1);
      if (parts.length != 3) {
        throw new TypeConversionException("must be accessKeyId:secretAccessKey:accountId");
      }
      return new Key(parts[0], parts[1], parts[2]);
    }
  }

  Optional<String> database() {
    return Optional.ofNullable(database);
  }

  /**
   * @throws ParameterException when a part of it is missing
   */
  Optional<ExternalS3> externalS3() {
    return together(command, "--s3, --s3-region and --s3-key", s3, s3Region, s3Key)
        ? Optional.of(new ExternalS3(s3, s3Region, s3Key.accessKeyId(), s3Key.secretAccessKey()))
        : Optional.empty();
  }

  static boolean together(CommandSpec command, String options, Object... values) {
    long given = Stream.of(values).filter(Objects::nonNull).count();
    if (given > 0 && given < values.length) {
      throw wrong(command, options + " must be set together: set all of them, or none.");
    }
    return given > 0;
  }

  static ParameterException wrong(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
