package dev.labelops.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Settings that cannot work are refused before anything starts. */
class EngineMainTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --smtp smtp://mail.example.org                             | --smtp and --mail-from go together
          --mail-from a@example.org                                  | --smtp and --mail-from go together
          --smtp mail.example.org:25 --mail-from a@example.org       | must be smtp://[user:password@]host[:port]
          --smtp smtp://me@mail.example.org --mail-from a@b.example  | must be smtp://[user:password@]host[:port]
          --smtp smtp://mail.example.org --mail-from somebody        | not 'somebody'
          --s3 http://s3.example.org --s3-region eu-west-1           | --s3, --s3-region and --s3-key go together
          --key test:test                                            | must be accessKeyId:secretAccessKey:accountId
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
