package dev.labelops.learning;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.labelops.learning",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsNeitherDatabaseNorObjectStoreNorHttpNorJobs =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.util..",
              "java.io..",
              "java.nio..",
              "java.math..",
              "java.time..",
              "java.security..",
              "java.awt.image..",
              "dev.labelops.learning..",
              "org.apache.commons.statistics..",
              "org.apache.commons.compress..",
              "de.bwaldvogel.liblinear..",
              "ai.onnxruntime..",
              "ai.djl.huggingface.tokenizers..",
              "org.bytedeco..",
              "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule onlyTheBackboneNeedsNativeCode =
      noClasses()
          .that()
          .resideOutsideOfPackage("..backbone..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnxruntime..", "ai.djl..", "java.awt..");

  @ArchTest
  static final ArchRule onlyBoxesNeedOpenCv =
      noClasses()
          .that()
          .resideOutsideOfPackage("..boxes..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule onlyTheCacheKnowsTheTime =
      noClasses()
          .that()
          .doNotHaveSimpleName("EmbeddingCache")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.time..");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("dev.labelops.learning.(*)..").should().beFreeOfCycles();
}
