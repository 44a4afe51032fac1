package dev.labelops.operator.workforce.plan;

import dev.labelops.operator.aws.cognito.EmailAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a list of people as editors and spreadsheets save it: UTF-8 with or without a byte order
 * mark, one person a line, cells separated by comma, semicolon or tab, quoted or not. The address
 * is the first cell, or the one under a heading such as {@code email}; other cells are not used.
 * Blank lines and lines that begin with # do not count. Each line is read on its own, so that a
 * quote left open costs no line but its own. What cannot be read is named, and never guessed.
 */
public final class MemberList {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final Pattern HEADING =
      Pattern.compile("(?i)mails?|(?:e-?)?mail-?adressen?|e-?mail[\\p{L} _-]*");
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

  /** Where the addresses are: the cell, and the separators to try. */
  private record Column(int cell, List<Character> separators) {
    static final Column FIRST = new Column(0, SEPARATORS);
  }

  private final String source;
  private final SequencedMap<EmailAddress, String> people = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();
  private Column column = Column.FIRST;
  private boolean begun;

  private MemberList(String source) {
    this.source = source;
  }

  /**
   * @param source for messages, such as {@code Secret 'people', key 'emails'}
   * @return without people and faults when nothing but blank lines is there
   */
  public static WantedPeople.Listed read(String source, byte[] content) {
    MemberList list = new MemberList(source);
    list.read(content);
    return new WantedPeople.Listed(list.people, list.faults);
  }

  private void read(byte[] content) {
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(content);
    CharBuffer text = CharBuffer.allocate(content.length);
    CoderResult result = utf8.decode(bytes, text, true);
    text.flip();
    long line = 1 + text.chars().filter(c -> c == '\n').count();
    if (result.isError()) {
      faults.add(encoding(line, "is not UTF-8"));
      return;
    }
    if (text.chars().anyMatch(c -> c == 0)) {
      faults.add(encoding(1, "has zero bytes, as UTF-16 does"));
      return;
    }
    String all = text.toString();
    lines(!all.isEmpty() && all.charAt(0) == BYTE_ORDER_MARK ? all.substring(1) : all);
  }

  private String encoding(long line, String problem) {
    return source + ", line " + line + ", " + problem + ": save the whole list as UTF-8";
  }

  private void lines(String text) {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String visible = trimmed(line);
      if (visible.isEmpty() || visible.startsWith("#")) {
        continue;
      }
      take(visible, "line " + number + " of " + source);
    }
  }

  private void take(String line, String place) {
    boolean first = !begun;
    begun = true;
    Optional<Column> heading = first ? heading(line) : Optional.empty();
    if (heading.isPresent()) {
      column = heading.get();
      return;
    }
    String problem = "has a quote that does not close, or text after a closing quote";
    int mostCells = 0;
    for (char separator : column.separators()) {
      List<String> cells = cells(line, separator).orElse(List.of());
      if (cells.isEmpty()) {
        continue;
      }
      if (cells.stream().allMatch(String::isEmpty)) {
        return;
      }
      Optional<String> wrong = problem(cells);
      if (wrong.isEmpty()) {
        people.putIfAbsent(new EmailAddress(cells.get(column.cell())), place);
        return;
      }
      if (cells.size() > mostCells) {
        mostCells = cells.size();
        problem = wrong.get();
      }
    }
    faults.add(place + " " + problem);
  }

  private Optional<String> problem(List<String> cells) {
    if (cells.size() <= column.cell()) {
      return Optional.of("has too few cells: the address is in cell " + (column.cell() + 1));
    }
    String address = cells.get(column.cell());
    Optional<String> wrong = AddressRule.broken(address);
    if (wrong.isPresent()) {
      return wrong;
    }
    boolean another =
        column.equals(Column.FIRST) && cells.stream().skip(1).anyMatch(AddressRule::similar);
    return another
        ? Optional.of("names more than one address: write one per line")
        : Optional.empty();
  }

  /** A first line that names a column of addresses, and nobody. */
  private static Optional<Column> heading(String line) {
    for (char separator : SEPARATORS) {
      List<String> cells = cells(line, separator).orElse(List.of());
      if (cells.stream().anyMatch(AddressRule::similar)) {
        return Optional.empty();
      }
      for (int i = 0; i < cells.size(); i++) {
        if (HEADING.matcher(cells.get(i)).matches()) {
          return Optional.of(new Column(i, cells.size() == 1 ? SEPARATORS : List.of(separator)));
        }
      }
    }
    return Optional.empty();
  }

  /** Cells of one line, trimmed; empty when its quotes do not match. */
  private static Optional<List<String>> cells(String line, char separator) {
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setDelimiter(separator).setIgnoreSurroundingSpaces(true).get();
    try (CSVParser parser = CSVParser.parse(line, format)) {
      List<CSVRecord> records = parser.getRecords();
      return records.size() == 1
          ? Optional.of(records.get(0).stream().map(MemberList::trimmed).toList())
          : Optional.empty();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** Without the white space and the invisible characters at both ends. */
  private static String trimmed(String text) {
    int[] points = text.codePoints().toArray();
    int from = 0;
    int to = points.length;
    while (from < to && AddressRule.unseen(points[from])) {
      from++;
    }
    while (to > from && AddressRule.unseen(points[to - 1])) {
      to--;
    }
    return new String(points, from, to - from);
  }
}
