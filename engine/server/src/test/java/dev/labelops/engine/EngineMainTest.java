package dev.labelops.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Settings that cannot work are refused before anything starts. */
class EngineMainTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --smtp smtp://mail.example.org                             | --smtp and --mail-from must be set together
          --mail-from a@example.org                                  | --smtp and --mail-from must be set together
          --smtp mail.example.org:25 --mail-from a@example.org       | must be smtp://[user:password@]host[:port]
          --smtp smtp://me@mail.example.org --mail-from a@b.example  | must be smtp://[user:password@]host[:port]
          --smtp smtp://mail.example.org --mail-from somebody        | not 'somebody'
          --s3 http://s3.example.org --s3-region eu-west-1           | --s3, --s3-region and --s3-key must be set together
          --key a:b:12345                                            | '12345' of the key a is not an account id of 12 digits
          --key a:b:000000000000,a:c:111111111111                    | access key id a is given twice
          --trust 000000000000                                       | must be fromAccountId:toAccountId
          --trust 000000000000:other                                 | 'other' is not an account id of 12 digits
          --key test:test                                            | must be accessKeyId:secretAccessKey:accountId
          --learning-runner thread                                   | --learning-runner: 'thread' is not process or kubernetes
          --learning-runner kubernetes                               | needs --database and --s3 and --learning-job
          --learning-runner kubernetes --database jdbc:postgresql:x  | needs --s3 and --learning-job
          --learning-threads 0                                       | needs at least one thread, not 0
          --learning-memory 1024                                     | '1024' must be a number with k, m or g, such as 500m
          --learning-cache-size 0g                                   | '0g' must be a number with k, m or g, such as 500m
          --target-accuracy 1                                        | --target-accuracy: 1.0 must be above 0 and below 1
          --target-iou 60                                            | --target-iou: 60.0 must be above 0 and below 1
          --backbone nowhere                                         | --backbone: the folder nowhere has no file model.onnx
          --text-backbone nowhere                                    | --text-backbone: the folder nowhere must have a file model.onnx or onnx/model.onnx, and tokenizer.json
          --trusted-proxies 10.0.0.0/8,proxy.example.org             | 'proxy.example.org' is not a trusted proxy
          """)
  void wrongOptionsAreNamed(String options, String message) {
    StringWriter err = new StringWriter();

    int code =
        new CommandLine(new EngineMain())
            .setErr(new PrintWriter(err))
            .execute(("--data " + folder + " " + options).split(" "));

    assertThat(err.toString()).contains(message);
    assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void everyOptionIsInTheDocuments() throws IOException {
    String settings = Files.readString(Path.of("../../docs/reference/settings.md"));
    for (OptionSpec option : new CommandLine(new EngineMain()).getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        String given = ((Field) option.userObject()).getAnnotation(Option.class).defaultValue();
        String variable = given.replaceFirst(".*env:(\\w+).*", "$1");
        assertThat(settings).contains("`" + option.longestName() + "`", "`" + variable + "`");
      }
    }
  }

  @Test
  void quirksAreAllowedByTheOptionWhateverTheEnvironmentSays() {
    CommandLine command = new CommandLine(new EngineMain());
    OptionSpec quirks = command.getCommandSpec().findOption("--quirks");
    command.parseArgs();
    assertThat(quirks.<Boolean>getValue()).isFalse();
    quirks = command.parseArgs("--quirks").matchedOption("--quirks");
    assertThat(quirks.<Boolean>getValue()).isTrue();
    CommandLine.ParseResult said = command.parseArgs("--quirks=true");
    assertThat(said.matchedOption("--quirks").<Boolean>getValue()).isTrue();
  }

  @Test
  void theEnvironmentSetsTheMailServerToo() throws IOException, InterruptedException {
    ProcessBuilder start =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EngineMain.class.getName())
            .redirectErrorStream(true);
    start.environment().put("LABELOPS_ENGINE_DATA", folder.toString());
    start.environment().put("LABELOPS_ENGINE_SMTP", "smtp://me:secret@mail.example.org:587");
    start.environment().put("LABELOPS_ENGINE_MAIL_FROM", "nobody");
    Process process = start.start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(said).contains("not 'nobody'").doesNotContain("secret@");
  }
}
