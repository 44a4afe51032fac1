package dev.labelops.operator.workforce.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labelops.operator.aws.cognito.EmailAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists of people as editors and spreadsheets save them. */
class MemberListTest {
  private static final String PAT = "pat@example.com";
  private static final String QUINN = "quinn@example.com";

  private static WantedPeople.Listed read(String text) {
    return MemberList.read("Secret 's', key 'k'", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Stream<Arguments> readable() {
    return Stream.of(
        arguments("plain", "pat@example.com\nquinn@example.com\n"),
        arguments("CSV UTF-8 of a spreadsheet", "\uFEFFpat@example.com\r\nquinn@example.com\r\n"),
        arguments("an old Mac's line ends", "pat@example.com\rquinn@example.com\r"),
        arguments("without a last line end", "pat@example.com\nquinn@example.com"),
        arguments("quotes", "\"pat@example.com\"\n\"quinn@example.com\"\n"),
        arguments("a second column", "pat@example.com,Pat\nquinn@example.com,Quinn\n"),
        arguments("semicolons", "pat@example.com;Pat\nquinn@example.com;Quinn\n"),
        arguments("tabs", "pat@example.com\tPat\nquinn@example.com\tQuinn\n"),
        arguments("quoted commas", "pat@example.com;\"Doe, Pat\"\nquinn@example.com,\"a;b\"\n"),
        arguments("empty cells", "pat@example.com,,\nquinn@example.com,,\n,,\n;;\n"),
        arguments("a heading", "Email\npat@example.com\nquinn@example.com\n"),
        arguments(
            "a heading and a mark", "\uFEFFE-mail address\npat@example.com\nquinn@example.com"),
        arguments(
            "a column of its own", "Name,E-Mail\nPat,pat@example.com\nQuinn,quinn@example.com"),
        arguments(
            "a German table", "Name;E-Mail-Adresse\nPat;pat@example.com\nQuinn;quinn@example.com"),
        arguments("one word", "Mailadresse;Name\npat@example.com;Pat\nquinn@example.com;Quinn\n"),
        arguments(
            "another column with @", "email,handle\npat@example.com,@pat\nquinn@example.com,@q"),
        arguments(
            "white space around", " \u00a0pat@example.com\u00a0\n\tquinn@example.com \u200b\n"),
        arguments("comments", "# team\npat@example.com\n\n  # more\nquinn@example.com\n"),
        arguments("named twice", "pat@example.com\nquinn@example.com\nPAT@example.com\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readable")
  void readsEverybody(String what, String text) {
    WantedPeople.Listed list = read(text);
    assertThat(list.faults()).isEmpty();
    assertThat(list.people()).containsExactly(new EmailAddress(PAT), new EmailAddress(QUINN));
  }

  private static Stream<Arguments> unreadable() {
    return Stream.of(
        arguments("patexample.com", "no complete e-mail address"),
        arguments("pat@example", "no complete e-mail address"),
        arguments("pat@example,com", "no complete e-mail address"),
        arguments("pat.@example.com", "no complete e-mail address"),
        arguments("pat@-example.com", "no complete e-mail address"),
        arguments("Pat,pat@example.com", "no complete e-mail address"),
        arguments("pat@example.com # Pat", "no complete e-mail address"),
        arguments("Pat <pat@example.com>", "no complete e-mail address"),
        arguments("'pat@example.com'", ""),
        arguments("pat@@example.com", "more than one"),
        arguments("pat@example.com quinn@example.com", "more than one"),
        arguments("pat@example.com,robin@example.com", "more than one"),
        arguments("pat@example.com;robin@example.com", "more than one"),
        arguments("pat@exa\u200bmple.com", "U+200B"),
        arguments("pat@exa\u00a0mple.com", "U+00A0"),
        arguments("\u202epat@exa\ufeffmple.com", "U+FEFF"),
        arguments("pat@example.com\u2028robin@example.com", "U+2028"),
        arguments("p\u00e4t@example.com", "ASCII"),
        arguments("p\u0430t@example.com", "ASCII"),
        arguments("\"pat@example.com", "quote"),
        arguments("\"pat\"x@example.com", ""),
        arguments("p".repeat(65) + "@example.com", "longer"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  void namesTheLineAndTheRuleAndNotTheAddress(String line, String rule) {
    if (rule.isEmpty()) {
      // Either reading is right, as long as nobody else is meant.
      assertThat(read(line).people()).allMatch(one -> !one.value().equals(PAT));
      return;
    }
    WantedPeople.Listed list = read("# team\nquinn@example.com\n" + line + "\nrobin@example.org\n");
    assertThat(list.people())
        .containsExactly(new EmailAddress(QUINN), new EmailAddress("robin@example.org"));
    assertThat(list.faults())
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault)
                    .startsWith("line 3 of Secret 's', key 'k' ")
                    .contains(rule)
                    .doesNotContain("pat", "robin@", "example.org"));
  }

  @Test
  void aHeadingIsOnlyOneOfAddresses() {
    assertThat(read("patexample.com\nquinn@example.com").faults())
        .as("a typing error in the first line is none")
        .hasSize(1);
    assertThat(read("Emailia,pat@example.com\nquinn@example.com\n").faults())
        .as("nor is a line with an address, which may mean a person")
        .hasSize(1);
    assertThat(read("quinn@example.com\nemail\n").faults())
        .as("nor is a word further down")
        .hasSize(1);
  }

  @Test
  void aQuotedLineBreakCostsItsOwnLinesAndNoOther() {
    WantedPeople.Listed list = read("pat@example.com\n\"Doe,\nRobin\";x\nquinn@example.com\n");
    assertThat(list.people()).containsExactly(new EmailAddress(PAT), new EmailAddress(QUINN));
    assertThat(list.faults()).hasSize(2);
  }

  @Test
  void readsALongListAndKeepsPeopleApartThatDifferInMoreThanCase() {
    StringBuilder text = new StringBuilder("E-Mail\r\n");
    for (int n = 0; n < 50_000; n++) {
      text.append("pat+").append(n).append("@example.com \r\n");
      text.append("\"PAT+").append(n).append("@EXAMPLE.com\"\r\n");
    }
    WantedPeople.Listed list = read(text.toString());
    assertThat(list.faults()).isEmpty();
    assertThat(list.people()).hasSize(50_000);
  }

  @Test
  void takesNoOtherEncodingForText() {
    String text = "pat@example.com\nquinn@example.com\nJürgen@example.com\n";
    for (String charset :
        List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1", "windows-1252")) {
      WantedPeople.Listed list =
          MemberList.read("Secret 's', key 'k'", text.getBytes(Charset.forName(charset)));
      assertThat(list.people()).as(charset).isEmpty();
      assertThat(list.faults())
          .as(charset)
          .singleElement()
          .asString()
          .contains("Secret 's', key 'k', line", "save the whole list as UTF-8");
    }
    assertThat(MemberList.read("S", text.getBytes(StandardCharsets.ISO_8859_1)).faults().get(0))
        .as("the line with the first byte that is none")
        .contains("line 3");
  }

  @Test
  void anEmptyListIsAMissingOne() {
    for (String text : List.of("", "\uFEFF", "\n\r\n", "# nobody\n", ",,\n", "email\n")) {
      assertThat(WantedPeople.ofSecret("s", "k", text.getBytes(StandardCharsets.UTF_8)))
          .as("'%s'", text)
          .isInstanceOf(WantedPeople.Missing.class);
    }
  }

  @Test
  void holdsMembersOfTheSpecToTheSameRule() {
    WantedPeople.Listed list =
        (WantedPeople.Listed) WantedPeople.ofSpec(List.of(PAT, "quinn@exa\u200bmple.com", QUINN));
    assertThat(list.people()).containsExactly(new EmailAddress(PAT), new EmailAddress(QUINN));
    assertThat(list.faults()).singleElement().asString().startsWith("members[1].email has the");
  }
}
