package dev.labelops.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.labelops.engine.cognito.Mailer;
import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.cognito.UserPoolDirectory;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.ErrorForm;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.labeling.types.audiorating.AudioRating;
import dev.labelops.engine.s3.ObjectLinks;
import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.engine.s3.ObjectStores;
import dev.labelops.engine.sagemaker.workforce.Workteams;
import dev.labelops.groundtruth.LabelingTaskType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What may use what in the engine. */
@AnalyzeClasses(
    packages = "dev.labelops.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Set<String> PARTS =
      Set.of("cognito", "sagemaker", "sts", "s3", "labeling", "portal", "owner");

  /** Neither a database, nor S3, nor HTTP. */
  private static final String[] PURE = {
    "java.io..",
    "java.lang..",
    "java.math..",
    "java.nio..",
    "java.time..",
    "java.util..",
    "com.fasterxml.jackson..",
    "dev.labelops.groundtruth.."
  };

  private static final String[] SERVLETS = {"jakarta.servlet..", "org.eclipse.jetty.."};

  @ArchTest
  static final ArchRule labelingKnowsNoHttp =
      noClasses()
          .that()
          .resideInAPackage("..engine.labeling..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "io.javalin..", "java.net.http..", "software.amazon.awssdk..", "org.gaul..")
                  .or(resideInAnyPackage(SERVLETS))
                  .or(resideInAPackage("..engine.front..")))
          .because("a job runs the same whoever asks for it and however its objects are kept");

  @ArchTest static final ArchRule cognitoStandsAlone = mayUse("cognito");

  @ArchTest static final ArchRule stsStandsAlone = mayUse("sts");

  @ArchTest static final ArchRule s3StandsAlone = mayUse("s3");

  @ArchTest
  static final ArchRule labelingReachesObjectsOnly =
      mayUse("labeling", ObjectStore.class, ObjectStores.class);

  @ArchTest
  static final ArchRule sagemakerAsksWhetherPoolsExist =
      mayUse("sagemaker", Set.of("labeling"), UserPoolDirectory.class);

  @ArchTest
  static final ArchRule portalAsksWhoSomebodyIs =
      mayUse("portal", Set.of("labeling"), UserDirectory.class, Workteams.class, ObjectLinks.class);

  @ArchTest
  static final ArchRule ownersReadTheirJobs =
      mayUse(
          "owner",
          Set.of("labeling", "portal"),
          UserDirectory.class,
          ObjectLinks.class,
          ObjectStores.class,
          ObjectStore.class);

  /** Adding a task type touches no class but the list of types. */
  @ArchTest
  static final ArchRule onlyTheListKnowsTaskTypes =
      noClasses()
          .that()
          .resideOutsideOfPackage("..engine.labeling.types..")
          .should()
          .dependOnClassesThat(resideInAPackage("..engine.labeling.types.*.."))
          .because("the core runs jobs of any type by the interface (docs/adr/0016)");

  @ArchTest
  static final ArchRule onlyTheEngineKnowsTheList =
      noClasses()
          .that(not(named("Engine", "LearnCommand")))
          .should()
          .dependOnClassesThat(anyOf(BuiltInTypes.class))
          .because("task types are given to the engine when it starts");

  @ArchTest
  static final ArchRule theCoreSharesNothingWithTaskTypes =
      noClasses()
          .that()
          .resideOutsideOfPackages("..engine.labeling.types..", "..engine.labeling.shared..")
          .should()
          .dependOnClassesThat(resideInAPackage("..engine.labeling.shared.."));

  @ArchTest
  static final ArchRule taskTypesKnowTheInterface =
      classes()
          .that()
          .resideInAPackage("..engine.labeling.types.*..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "..engine.labeling.task..",
                      "..engine.labeling.shared..",
                      "..engine.labeling.types.*..")
                  .or(resideInAnyPackage(PURE)));

  @ArchTest
  static final ArchRule taskTypesDoNotKnowEachOther =
      slices().matching("..engine.labeling.types.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule sharedCodeKnowsTheInterface =
      classes()
          .that()
          .resideInAPackage("..engine.labeling.shared..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("..engine.labeling.task..", "..engine.labeling.shared..")
                  .or(resideInAnyPackage(PURE)));

  @ArchTest
  static final ArchRule theInterfaceOfTaskTypesKnowsNothing =
      classes()
          .that()
          .resideInAPackage("..engine.labeling.task..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("..engine.labeling.task..").or(resideInAnyPackage(PURE)));

  @ArchTest
  static final ArchRule nobodyPicksATaskTypeByName =
      noClasses()
          .that()
          .resideOutsideOfPackage("..engine.labeling.types..")
          .should()
          .callMethod(LabelingTaskType.class, "get", String.class)
          .orShould()
          .callMethod(LabelingTaskType.class, "named", String.class);

  /**
   * Who compares or switches on a type's name has the name as a constant: it may be in no class
   * file outside of the type's package but the list's.
   */
  @ArchTest
  static void namesOfTaskTypesAreInTheirPackages(JavaClasses engine) throws IOException {
    List<String> names = BuiltInTypes.ALL.names();
    Set<String> saying = new TreeSet<>();
    for (JavaClass type : engine) {
      try (InputStream file = type.getSource().orElseThrow().getUri().toURL().openStream()) {
        String content = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
        names.stream()
            .filter(content::contains)
            .forEach(name -> saying.add(name + " in " + type.getPackageName()));
      }
    }
    String types = BuiltInTypes.class.getPackageName();
    assertThat(saying)
        .containsExactlyInAnyOrderElementsOf(
            names.stream()
                .flatMap(
                    name ->
                        Stream.of(
                            name + " in " + types,
                            name + " in " + types + "." + name.toLowerCase(Locale.ROOT)))
                .toList());
  }

  /** The rules hold for the type of docs/build/adding-a-task-type.md, which is no part of main. */
  @ArchTest
  static void theTypeOfThePageKeepsTheRules(JavaClasses engine) {
    JavaClasses page =
        new ClassFileImporter()
            .importPackagesOf(AudioRating.class)
            .that(describe("no tests", type -> !type.getSimpleName().endsWith("Test")));
    assertThat(page).hasSizeGreaterThan(3);
    taskTypesKnowTheInterface.check(page);
    taskTypesDoNotKnowEachOther.check(page);
  }

  @ArchTest
  static final ArchRule operationsKnowNoWire =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..engine.cognito..", "..engine.sagemaker..", "..engine.tags..", "..engine.store..")
          .and()
          .haveSimpleNameNotEndingWith("Routes")
          .should()
          .dependOnClassesThat(resideInAnyPackage(SERVLETS).or(resideInAPackage("io.javalin..")))
          .because("JsonService reads requests and writes answers for all of them");

  @ArchTest
  static final ArchRule errorsAreWrittenOncePerWireForm =
      noClasses()
          .that(
              not(
                  named(
                      "front.JsonService",
                      "s3.protocol.ErrorDocument",
                      "sts.StsService",
                      "sts.StsXml",
                      "OwnRoutes")))
          .should()
          .callMethod(AwsError.class, "code")
          .orShould()
          .callMethod(AwsError.class, "status")
          .because("everything else throws AwsError and does not care how it looks on the wire");

  @ArchTest
  static final ArchRule errorsComeFromCatalogues =
      noClasses()
          .that(not(named("front.ErrorForm", "front.AwsError")))
          .should()
          .callConstructor(AwsError.class, int.class, String.class, String.class)
          .because("what is refused is found in one place per service");

  @ArchTest
  static final ArchRule cataloguesAreNamedSo =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Errors")
          .should()
          .callConstructor(
              ErrorForm.class, int.class, String.class, ErrorForm.Origin.class, String.class)
          .because("what is refused is found in one place per service");

  @ArchTest
  static final ArchRule onlyS3ProxysAnswersAreHandedOn =
      noClasses()
          .that(not(named("s3.protocol.S3Gateway", "front.AwsError")))
          .should()
          .callMethod(AwsError.class, "handedOn", int.class, String.class, String.class)
          .because("everything that the engine itself refuses is in a catalogue");

  @ArchTest
  static final ArchRule roomsOfS3FormNoCircle =
      slices().matching("..engine.s3.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfCognitoFormNoCircle =
      slices().matching("..engine.cognito.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsKnowPortsOnly =
      noClasses()
          .that()
          .resideInAnyPackage("..engine.s3.*..", "..engine.cognito.*..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("..engine.s3", "..engine.cognito")
                  .and(not(anyOf(ObjectStore.class, Mailer.class, UserDirectory.class))))
          .because("what puts the rooms together knows them, not the other way round");

  @ArchTest
  static final ArchRule roomsAreEnteredThroughTheirService =
      noClasses()
          .that()
          .resideOutsideOfPackages("..engine.s3..", "..engine.cognito..")
          .and(not(named("Engine")))
          .should()
          .dependOnClassesThat(resideInAnyPackage("..engine.s3.*..", "..engine.cognito.*.."));

  @ArchTest
  static final ArchRule namesSayWhatTheClassIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  private static ArchRule mayUse(String part, Class<?>... contracts) {
    return mayUse(part, Set.of(), contracts);
  }

  /** Of the other parts, {@code part} uses the named ones and these contracts, nothing else. */
  private static ArchRule mayUse(String part, Set<String> parts, Class<?>... contracts) {
    String[] others =
        PARTS.stream()
            .filter(other -> !other.equals(part) && !parts.contains(other))
            .map(other -> "..engine." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("..engine." + part + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(others).and(not(anyOf(contracts))));
  }

  /** One of the contracts, or a type declared inside one. */
  private static DescribedPredicate<JavaClass> anyOf(Class<?>... contracts) {
    return describe(
        "one of " + Arrays.toString(contracts),
        type ->
            Stream.of(contracts)
                .anyMatch(
                    contract ->
                        type.getName().equals(contract.getName())
                            || type.getName().startsWith(contract.getName() + "$")));
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    return describe(
        "one of " + Arrays.toString(names),
        type ->
            Stream.of(names)
                .anyMatch(
                    name -> type.getName().equals(Engine.class.getPackageName() + "." + name)));
  }
}
