package dev.labelops.engine.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Key;
import dev.labelops.engine.isolation.Fields.Foreign;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * One account tries every JSON operation, and in it every field that names something, with what
 * belongs to another account or another region. What is foreign answers as what does not exist, and
 * nothing of it changes.
 */
class IsolationIT {
  static final Key CALLER = new Key("caller", "caller-secret", "111111111111");
  static final Key OTHER = new Key("other", "other-secret", "222222222222");
  private static final Key THIRD = new Key("third", "third-secret", "333333333333");
  private static final Map<String, String> NOBODY = Estate.nobody("eu-west-1");

  /**
   * What came of a call.
   *
   * @param code of the refusal; empty when there was none
   * @param words the answer or the message, with placeholders in place of names
   */
  private record Outcome(String code, String words) {
    boolean accepted() {
      return code.isEmpty();
    }
  }

  @TempDir static Path folder;
  private static Engine engine;
  private static Estate caller;
  private static Estate foreign;
  private static Estate elsewhere;

  @BeforeAll
  static void start() {
    engine =
        Estate.start(EngineSettings.local(folder).with(List.of(CALLER, OTHER, THIRD), List.of()));
    caller = Estate.build(engine, CALLER, "eu-west-1");
    foreign = Estate.build(engine, OTHER, "eu-west-1");
    elsewhere = Estate.build(engine, CALLER, "eu-central-1");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void everyOperationHasARowAndEveryFieldThatNamesSomethingIsInIt() {
    Set<String> operations = new TreeSet<>();
    engine.doors().stream().filter(door -> !door.contains(" ")).forEach(operations::add);
    assertThat(new TreeSet<>(Doors.targets()))
        .as("rows of doors.json, and the JSON operations that the engine answers")
        .isEqualTo(operations);
    Set<String> untried = new TreeSet<>();
    for (String target : operations) {
      untried.addAll(Doors.texts(target));
      for (JsonNode row : Doors.rows(target)) {
        Doors.leaves(row).forEach(leaf -> untried.removeAll(Doors.fields(target, leaf)));
      }
    }
    untried.removeIf(Fields::namesNothing);
    assertThat(untried)
        .as("fields that no row of doors.json tries and that Fields does not know to be harmless")
        .isEmpty();
  }

  @Test
  void whatIsForeignIsAsIfItDidNotExist() {
    Map<String, String> others = shown(foreign);
    Map<String, String> elsewheres = shown(elsewhere);
    SoftAssertions softly = new SoftAssertions();
    for (String target : Doors.targets()) {
      for (JsonNode row : Doors.rows(target)) {
        Doors.leaves(row).stream()
            .filter(leaf -> isTried(Fields.foreign(Doors.field(target, leaf))))
            .forEach(leaf -> tryField(softly, target, row, leaf));
        if (!Fields.isOpen(Doors.operation(target))) {
          tryWhole(softly, target, row);
        }
      }
    }
    softly.assertThat(shown(foreign)).as("the other account's things").isEqualTo(others);
    softly.assertThat(shown(elsewhere)).as("things of the other region").isEqualTo(elsewheres);
    softly.assertAll();
  }

  private static boolean isTried(Foreign kind) {
    return kind != Foreign.OWN && kind != Foreign.PROOF;
  }

  /** One field names what is foreign, the others name what is the caller's own. */
  private static void tryField(SoftAssertions softly, String target, JsonNode row, String leaf) {
    Map<String, String> own = names(caller, target, row);
    Outcome unknown = outcome(caller, target, row, at -> at.equals(leaf) ? NOBODY : own);
    for (Estate theirs : List.of(foreign, elsewhere)) {
      Map<String, String> names = names(theirs, target, row);
      Outcome outcome = outcome(caller, target, row, at -> at.equals(leaf) ? names : own);
      String what = "%s %s: %s of %s".formatted(target, row, leaf, names.get("job"));
      boolean isOwnToo =
          Doors.filled(row, at -> names).at(leaf).equals(Doors.filled(row, at -> own).at(leaf));
      if (!isOwnToo) {
        judge(softly, what, Fields.foreign(Doors.field(target, leaf)), outcome, unknown);
      }
    }
  }

  private static void judge(
      SoftAssertions softly, String what, Foreign kind, Outcome outcome, Outcome unknown) {
    switch (kind) {
      case UNKNOWN -> {
        softly.assertThat(outcome.accepted()).as(what + " is accepted").isFalse();
        softly.assertThat(outcome.code()).as(what).isEqualTo(unknown.code());
        if (!what.endsWith(elsewhere.thing("job"))) {
          softly.assertThat(outcome.words()).as(what).isEqualTo(unknown.words());
        }
      }
      case NOTHING_FOUND -> {
        softly.assertThat(outcome.accepted()).as(what + " is accepted").isTrue();
        softly.assertThat(outcome.words()).as(what).isEqualTo(unknown.words());
      }
      case LATER -> softly.assertThat(outcome.code()).as(what).isEqualTo(unknown.code());
      case TAKEN -> softly.assertThat(outcome.accepted()).as(what + " is accepted").isFalse();
      case PUBLIC ->
          softly
              .assertThat(outcome.accepted() && !outcome.words().endsWith("Response()"))
              .as(what + " is answered with something: " + outcome.words())
              .isFalse();
      case OWN, PROOF -> throw new AssertionError("tried by theSameCallsWorkWithOnesOwn");
    }
  }

  /** Every field names what is the other account's, as its owner would. */
  private static void tryWhole(SoftAssertions softly, String target, JsonNode row) {
    List<String> leaves = Doors.leaves(row);
    boolean refused =
        leaves.stream().anyMatch(l -> Fields.foreign(Doors.field(target, l)) == Foreign.UNKNOWN);
    Map<String, String> theirs = names(foreign, target, row);
    Outcome outcome = outcome(caller, target, row, at -> theirs);
    softly
        .assertThat(outcome.accepted() && refused)
        .as(target + " is accepted with the other account's names: " + row)
        .isFalse();
    if (refused) {
      softly
          .assertThat(outcome)
          .as(target + " " + row + " as its owner would")
          .isEqualTo(outcome(caller, target, row, at -> NOBODY));
    }
  }

  /**
   * Without this, a row that is always refused would prove nothing. What is made gets the names of
   * the other account where names are each account's own.
   */
  @Test
  void theSameCallsWorkWithOnesOwn() {
    Map<String, String> others = shown(foreign);
    Estate own = Estate.build(engine, THIRD, "eu-west-1");
    for (String target : Doors.targets()) {
      for (JsonNode row : Doors.rows(target)) {
        if (row.toString().contains("${next}") && !Fields.hasPages(Doors.operation(target))) {
          continue;
        }
        Map<String, String> names = names(own, target, row);
        Outcome outcome =
            outcome(
                own,
                target,
                row,
                leaf ->
                    switch (Fields.foreign(Doors.field(target, leaf))) {
                      case OWN -> foreign.things();
                      case TAKEN -> NOBODY;
                      default -> names;
                    });
        Optional<String> refusal = Fields.ownRefused(Doors.operation(target));
        assertThat(outcome.words()).as(target + " " + row).contains(refusal.orElse(""));
        assertThat(outcome.accepted())
            .as(target + " " + row + ": " + outcome)
            .isEqualTo(refusal.isEmpty());
      }
    }
    assertThat(shown(foreign)).as("the other account's things").isEqualTo(others);
  }

  @Test
  void anArnOfAnotherAccountNamesNothingOfOnesOwn() {
    for (String account : List.of(OTHER.accountId(), NOBODY.get("account"))) {
      String pool = caller.thing("poolArn").replace(CALLER.accountId(), account);
      AwsServiceException refusal =
          catchThrowableOfType(
              AwsServiceException.class,
              () -> caller.cognito().listTagsForResource(b -> b.resourceArn(pool)));
      assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ResourceNotFoundException");
    }
  }

  /** The estate's names; where the row takes the token of a page, one that this list gave out. */
  private static Map<String, String> names(Estate estate, String target, JsonNode row) {
    Map<String, String> names = new HashMap<>(estate.things());
    if (row.toString().contains("${next}")) {
      boolean pages = Fields.hasPages(Doors.operation(target));
      String list = pages ? target : "SageMaker.ListWorkteams";
      ObjectNode first = (pages ? row : Doors.rows(list).getFirst()).deepCopy();
      first.remove(List.of("NextToken", "PaginationToken"));
      Object page =
          SdkCall.call(
              estate.client(list), Doors.operation(list), Doors.filled(first, at -> names));
      names.put("next", SdkCall.token(page));
    }
    return names;
  }

  private static Outcome outcome(
      Estate who, String target, JsonNode row, Function<String, Map<String, String>> names) {
    ObjectNode request = Doors.filled(row, names);
    Map<String, String> used = new TreeMap<>();
    Doors.leaves(row)
        .forEach(leaf -> names.apply(leaf).forEach((name, text) -> used.put(text, name)));
    try {
      Object answer = SdkCall.call(who.client(target), Doors.operation(target), request);
      return new Outcome("", general(answer.toString(), used));
    } catch (AwsServiceException e) {
      return new Outcome(
          e.awsErrorDetails().errorCode(), general(e.awsErrorDetails().errorMessage(), used));
    }
  }

  /** The text with placeholders in place of names, longer names first. */
  private static String general(String text, Map<String, String> names) {
    String[] general = {text};
    names.entrySet().stream()
        .sorted((a, b) -> b.getKey().length() - a.getKey().length())
        .forEach(
            name -> general[0] = general[0].replace(name.getKey(), "<" + name.getValue() + ">"));
    return general[0];
  }

  /** All that the owner of an estate can see of it. */
  private static Map<String, String> shown(Estate estate) {
    Map<String, String> shown = new TreeMap<>();
    for (String target : Doors.targets()) {
      if (!Doors.operation(target).matches("(Admin)?(Describe|Get|List).*")) {
        continue;
      }
      for (JsonNode row : Doors.rows(target)) {
        ObjectNode whole = row.deepCopy();
        whole.remove(List.of("NextToken", "PaginationToken", "MaxResults", "Limit"));
        if (target.endsWith("ListUserPools")) {
          whole.put("MaxResults", 60);
        }
        shown.put(
            target + " " + row, outcome(estate, target, whole, at -> estate.things()).toString());
      }
    }
    var s3 = estate.s3();
    String bucket = estate.thing("bucket");
    shown.put("objects", s3.listObjectsV2(b -> b.bucket(bucket)).contents().toString());
    shown.put("secret", s3.getObjectAsBytes(b -> b.bucket(bucket).key("secret")).asUtf8String());
    return shown;
  }
}
