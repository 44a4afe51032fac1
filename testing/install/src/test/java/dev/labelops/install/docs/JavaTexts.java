package dev.labelops.install.docs;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The strings that Java sources can print: literals, joined where the source concatenates them. */
final class JavaTexts {
  /** Instead of an operand that is not a literal. */
  private static final String VALUE = "{}";

  /** A string, and the line on which it begins. */
  record Text(Path file, long line, String value) {}

  private JavaTexts() {}

  static List<Text> of(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  problem -> {},
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<Text> found = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        new Literals(unit, positions, found).scan(unit, null);
      }
      return found;
    }
  }

  private static final class Literals extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Text> found;

    Literals(CompilationUnitTree unit, SourcePositions positions, List<Text> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public Void visitBinary(BinaryTree tree, Void nothing) {
      if (tree.getKind() != Tree.Kind.PLUS) {
        return super.visitBinary(tree, nothing);
      }
      StringBuilder joined = new StringBuilder();
      join(tree, joined);
      add(tree, joined.toString());
      return nothing;
    }

    @Override
    public Void visitLiteral(LiteralTree tree, Void nothing) {
      if (tree.getValue() instanceof String value) {
        add(tree, value);
      }
      return nothing;
    }

    /**
     * Appends the operands of a concatenation; the others are searched for strings of their own.
     */
    private void join(ExpressionTree operand, StringBuilder joined) {
      switch (operand) {
        case LiteralTree literal -> joined.append(literal.getValue());
        case ParenthesizedTree inner -> join(inner.getExpression(), joined);
        case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS -> {
          join(sum.getLeftOperand(), joined);
          join(sum.getRightOperand(), joined);
        }
        default -> {
          joined.append(VALUE);
          scan(operand, null);
        }
      }
    }

    private void add(Tree tree, String value) {
      long start = positions.getStartPosition(unit, tree);
      found.add(
          new Text(
              Path.of(unit.getSourceFile().toUri()),
              unit.getLineMap().getLineNumber(start),
              value));
    }
  }
}
