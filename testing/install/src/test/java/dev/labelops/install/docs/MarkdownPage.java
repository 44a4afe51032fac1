package dev.labelops.install.docs;

import dev.labelops.install.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A Markdown file of the project.
 *
 * @param path below the project's root
 * @param anchors of its headings, as GitHub makes them
 * @param links destinations of links and images as written
 * @param blocks its fenced blocks in order
 * @param remark the HTML comment right below its title without its marks; empty when there is none
 */
record MarkdownPage(
    Path path, Set<String> anchors, List<String> links, List<Block> blocks, String remark) {
  private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");

  /**
   * A fenced block.
   *
   * @param language first word after the fence; empty when there is none
   * @param text its lines
   * @param line of the fence, from 1
   * @param remark the HTML comment right above it without its marks; empty when there is none
   * @param follows whether nothing but a comment stands between it and the block before
   */
  record Block(String language, String text, int line, String remark, boolean follows) {}

  /** Every Markdown file of the project. */
  static List<MarkdownPage> all() {
    List<MarkdownPage> pages = new ArrayList<>();
    try {
      Files.walkFileTree(
          Project.ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
              return NOT_OURS.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about)
                throws IOException {
              if (file.toString().endsWith(".md")) {
                pages.add(read(file));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pages;
  }

  /** Reads one file, given below the project's root. */
  static MarkdownPage of(String path) {
    try {
      return read(Project.ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MarkdownPage read(Path file) throws IOException {
    Node document =
        Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build()
            .parse(Files.readString(file));
    Set<String> anchors = new HashSet<>();
    List<String> links = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            anchors.add(anchor(words(heading), anchors));
            visitChildren(heading);
          }

          @Override
          public void visit(Link link) {
            links.add(link.getDestination());
            visitChildren(link);
          }

          @Override
          public void visit(Image image) {
            links.add(image.getDestination());
          }

          @Override
          public void visit(FencedCodeBlock block) {
            blocks.add(block(block));
          }
        });
    Node title = document.getFirstChild();
    return new MarkdownPage(
        Project.ROOT.relativize(file),
        anchors,
        links,
        blocks,
        title == null ? "" : comment(title.getNext()));
  }

  private static String comment(Node node) {
    return node instanceof HtmlBlock html
        ? html.getLiteral().strip().replaceAll("(?s)^<!--\\s*|\\s*-->$", "")
        : "";
  }

  private static Block block(FencedCodeBlock block) {
    Node above = block.getPrevious();
    String remark = comment(above);
    if (above instanceof HtmlBlock) {
      above = above.getPrevious();
    }
    return new Block(
        block.getInfo().split(" ")[0],
        block.getLiteral(),
        block.getSourceSpans().get(0).getLineIndex() + 1,
        remark,
        above instanceof FencedCodeBlock);
  }

  /** As GitHub makes it: lower case, punctuation gone, spaces to dashes, repeated ones numbered. */
  private static String anchor(String heading, Set<String> taken) {
    String slug =
        heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    String free = slug;
    for (int i = 1; taken.contains(free); i++) {
      free = slug + "-" + i;
    }
    return free;
  }

  private static String words(Node heading) {
    StringBuilder text = new StringBuilder();
    heading.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }
        });
    return text.toString();
  }

  List<Block> blocks(String language) {
    return blocks.stream().filter(block -> block.language().equals(language)).toList();
  }
}
