package dev.labelops.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.ErrorForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CognitoIdentityProviderException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** The catalogues of errors, and how the sources use them. */
class ErrorCatalogueTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  // Not modelled: REF 1.9.
  private static final Set<String> OF_ALL_SAGEMAKER_OPERATIONS = Set.of("ValidationException");

  // The portal has errors of its own, and "NotImplemented" is also the name of no operation.
  private static final Set<String> WITHOUT_AWS_CODES =
      Set.of("PortalError.java", "S3OperationName.java");

  /** A call {@code Catalogue.NAME.of(...)} with this many values. */
  private record Use(String entry, int values, String where) {}

  private static final List<Use> USES = new ArrayList<>();
  private static final Map<String, Set<String>> LITERALS = new TreeMap<>();

  @BeforeAll
  static void readSources() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (Stream<Path> files = Files.walk(SOURCES);
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(sources));
      for (CompilationUnitTree unit : task.parse()) {
        String file = Path.of(unit.getSourceFile().getName()).getFileName().toString();
        new Reader(file).scan(unit, null);
      }
    }
  }

  private static final class Reader extends TreeScanner<Void, Void> {
    private final String file;

    Reader(String file) {
      this.file = file;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
      if (call.getMethodSelect() instanceof MemberSelectTree of
          && of.getIdentifier().contentEquals("of")) {
        entry(of.getExpression())
            .forEach(name -> USES.add(new Use(name, call.getArguments().size(), file)));
      }
      return super.visitMethodInvocation(call, nothing);
    }

    private static Stream<String> entry(ExpressionTree expression) {
      String text = expression.toString();
      return ErrorCatalogues.ALL.values().stream()
          .flatMap(entries -> entries.keySet().stream())
          .filter(text::equals);
    }

    @Override
    public Void visitLiteral(LiteralTree literal, Void nothing) {
      if (literal.getValue() instanceof String text
          && !file.endsWith("Errors.java")
          && !WITHOUT_AWS_CODES.contains(file)) {
        LITERALS.computeIfAbsent(text, t -> new TreeSet<>()).add(file);
      }
      return null;
    }
  }

  @TestFactory
  Stream<DynamicTest> everyEntryIsRendered() {
    return ErrorCatalogues.ALL.values().stream()
        .flatMap(entries -> entries.entrySet().stream())
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> rendered(entry.getValue())));
  }

  private static void rendered(ErrorForm form) {
    Object[] values = form.places().stream().map(place -> "$1 \\" + place).toArray();
    AwsError error = form.of(values);
    String expected = form.form();
    for (String place : form.places()) {
      expected = expected.replace("<" + place + ">", "$1 \\" + place);
    }
    assertThat(error.status()).isBetween(301, 599).isEqualTo(form.status());
    assertThat(error.code()).matches("[A-Z][A-Za-z0-9]+");
    assertThat(error).hasMessage(expected);
    assertThat(form.places()).doesNotHaveDuplicates();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> form.of(Stream.concat(Stream.of(values), Stream.of("more")).toArray()));
  }

  @Test
  void everyUseGivesEachPlaceItsValue() {
    assertThat(USES).hasSizeGreaterThan(200);
    assertThat(USES)
        .allSatisfy(
            use ->
                assertThat(use.values())
                    .as("values of %s in %s", use.entry(), use.where())
                    .isEqualTo(form(use.entry()).places().size()));
  }

  private static ErrorForm form(String entry) {
    return ErrorCatalogues.ALL.values().stream()
        .filter(entries -> entries.containsKey(entry))
        .findFirst()
        .orElseThrow()
        .get(entry);
  }

  @Test
  void codesAreWrittenInCataloguesOnly() {
    Set<String> codes =
        ErrorCatalogues.ALL.values().stream()
            .flatMap(entries -> entries.values().stream())
            .map(ErrorForm::code)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(codes).hasSizeGreaterThan(80);
    assertThat(LITERALS).as("the literals of the sources").hasSizeGreaterThan(1000);
    codes.retainAll(LITERALS.keySet());
    assertThat(codes)
        .as("codes outside of catalogues, in %s", codes.stream().map(LITERALS::get).toList())
        .isEmpty();
  }

  @Test
  void noTwoEntriesSayTheSame() {
    ErrorCatalogues.ALL
        .values()
        .forEach(entries -> assertThat(entries.values()).doesNotHaveDuplicates());
  }

  @Test
  void cognitosCodesAreOnesThatItsModelHas() {
    assertThat(ErrorCatalogues.ALL.get("Cognito").values())
        .allSatisfy(
            form -> assertThat(modelled(CognitoIdentityProviderException.class, form.code())));
  }

  @Test
  void sagemakersCodesAreOnesThatItsModelHasOrThatAllOperationsShare() {
    assertThat(ErrorCatalogues.ALL.get("SageMaker").values())
        .filteredOn(form -> !OF_ALL_SAGEMAKER_OPERATIONS.contains(form.code()))
        .hasSizeGreaterThan(5)
        .allSatisfy(form -> assertThat(modelled(SageMakerException.class, form.code())));
  }

  /** The class that the SDK generated from the model's exception. */
  private static Class<?> modelled(Class<?> neighbour, String code) throws ClassNotFoundException {
    String name = code.endsWith("Exception") ? code : code + "Exception";
    return Class.forName(neighbour.getPackageName() + "." + name);
  }
}
