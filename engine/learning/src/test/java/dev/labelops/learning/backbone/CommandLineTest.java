package dev.labelops.learning.backbone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CommandLineTest {
  @Test
  void refusesACommandLineThatWouldEndTheProcess() {
    assertThatCode(CommandLine::check).doesNotThrowAnyException();
    assertThatCode(() -> CommandLine.check(3900)).doesNotThrowAnyException();
    assertThatThrownBy(() -> CommandLine.check(3901))
        .isInstanceOf(UnfitBackboneException.class)
        .hasMessage(
            "ONNX Runtime cannot be loaded into a process with a command line of 3901 characters,"
                + " only up to 3900. Start the engine's jar, or set the class path in the"
                + " environment variable CLASSPATH.");
  }
}
