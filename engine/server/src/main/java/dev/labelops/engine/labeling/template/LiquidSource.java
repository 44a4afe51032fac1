package dev.labelops.engine.labeling.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import liqp.TemplateParser.ErrorMode;
import liqp.org.antlr.v4.runtime.BaseErrorListener;
import liqp.org.antlr.v4.runtime.CharStreams;
import liqp.org.antlr.v4.runtime.CommonToken;
import liqp.org.antlr.v4.runtime.CommonTokenStream;
import liqp.org.antlr.v4.runtime.ListTokenSource;
import liqp.org.antlr.v4.runtime.RecognitionException;
import liqp.org.antlr.v4.runtime.Recognizer;
import liqp.org.antlr.v4.runtime.Token;
import liqp.org.antlr.v4.runtime.misc.Interval;
import liquid.parser.v4.LiquidLexer;
import liquid.parser.v4.LiquidParser;
import liquid.parser.v4.LiquidParser.ParseContext;

/**
 * Reads Liquid with liqp's grammar, which knows no dash in a name. Liquid does: {@code source-ref}
 * and {@code 2nd-label.class-map} are names like others.
 */
final class LiquidSource {
  private static final Set<String> BLOCKS = Set.of("ifchanged");
  private static final Set<String> TAGS = Set.of("break", "continue", "decrement", "increment");
  private static final String UNKNOWN_TAG = "Invalid Tag: ";

  private static final int LONGEST_RAW_TAG = 100;
  private static final Pattern RAW_OPENS = Pattern.compile("\\s*-%}\\s*");
  private static final Pattern RAW_CLOSES = Pattern.compile("%-\\s*endraw");

  private static final Set<Integer> TEXT = Set.of(LiquidLexer.Other, LiquidLexer.OtherRaw);

  /** Tokens that may begin a name; the words of the language are names behind a dot. */
  private static final Set<Integer> WORDS =
      Set.of(
          LiquidLexer.Id,
          LiquidLexer.Contains,
          LiquidLexer.In,
          LiquidLexer.And,
          LiquidLexer.Or,
          LiquidLexer.True,
          LiquidLexer.False,
          LiquidLexer.Nil,
          LiquidLexer.With,
          LiquidLexer.Offset,
          LiquidLexer.Continue,
          LiquidLexer.Reversed,
          LiquidLexer.Empty,
          LiquidLexer.Blank);

  private static final class Complaints extends BaseErrorListener {
    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        Object offender,
        int line,
        int column,
        String message,
        RecognitionException e) {
      throw InvalidTemplate.at(
          line,
          message.startsWith(UNKNOWN_TAG)
              ? "there is no tag " + message.substring(UNKNOWN_TAG.length())
              : "it is not valid Liquid at character %d: %s".formatted(column + 1, message));
    }
  }

  /**
   * Gives back the dash that ends a tag, which liqp takes for the end of a name before it, and
   * knows it at {@code raw} too.
   */
  private static final class Lexer extends LiquidLexer {
    private static final Map<String, Integer> KEYWORDS =
        IntStream.rangeClosed(CaptureStart, Include)
            .filter(type -> VOCABULARY.getLiteralName(type) != null)
            .boxed()
            .collect(
                Collectors.toMap(
                    type -> VOCABULARY.getLiteralName(type).replace("'", ""), type -> type));

    Lexer(String source) {
      super(CharStreams.fromString(source), true, false, false, BLOCKS, TAGS);
    }

    @Override
    public Token emit() {
      boolean inTag = _type != Other && _type != OtherRaw;
      if (inTag && getText().matches("\\w[\\w-]*-") && _input.LA(2) == '}') {
        _input.seek(_input.index() - 1);
        getInterpreter().setCharPositionInLine(getInterpreter().getCharPositionInLine() - 1);
        _type = TAGS.contains(getText()) ? SimpleTagId : KEYWORDS.getOrDefault(getText(), _type);
      }
      if (_type == InvalidTagId && getText().equals("raw") && skip(RAW_OPENS)) {
        _type = RawStart;
        pushMode(IN_RAW);
      }
      if (_type == OtherRaw && getText().equals("{") && skip(RAW_CLOSES)) {
        _type = RawEnd;
        popMode();
      }
      return super.emit();
    }

    /** Goes behind what is next, when it is that. */
    private boolean skip(Pattern next) {
      int last = Math.min(_input.index() + LONGEST_RAW_TAG, _input.size()) - 1;
      if (last < _input.index()) {
        return false;
      }
      Matcher found = next.matcher(_input.getText(Interval.of(_input.index(), last)));
      boolean there = found.lookingAt();
      for (int i = 0; there && i < found.end(); i++) {
        getInterpreter().consume(_input);
      }
      return there;
    }
  }

  private LiquidSource() {}

  /**
   * @throws InvalidTemplate when the source is not Liquid
   */
  static ParseContext parse(String source) {
    LiquidLexer lexer = new Lexer(source);
    lexer.removeErrorListeners();
    lexer.addErrorListener(new Complaints());
    List<Token> tokens = joined(lexer.getAllTokens(), source.codePoints().toArray());
    checkBlocks(tokens);
    LiquidParser parser =
        new LiquidParser(
            new CommonTokenStream(new ListTokenSource(tokens)), true, true, ErrorMode.STRICT);
    parser.removeErrorListeners();
    parser.addErrorListener(new Complaints());
    return parser.parse();
  }

  /** The grammar tries every way in which such blocks could end within one another. */
  private static void checkBlocks(List<Token> tokens) {
    int open = 0;
    for (Token token : tokens) {
      open +=
          switch (token.getType()) {
            case LiquidLexer.BlockId -> 1;
            case LiquidLexer.EndBlockId -> -1;
            default -> 0;
          };
      if (open > 1) {
        throw InvalidTemplate.at(token.getLine(), "'ifchanged' cannot be nested");
      }
    }
  }

  /** The tokens with each name in one, and each stretch of text, which comes by characters. */
  private static List<Token> joined(List<? extends Token> tokens, int[] text) {
    List<Token> joined = new ArrayList<>(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (TEXT.contains(token.getType())) {
        int first = i;
        int end = tokens.get(i).getStopIndex() + 1;
        while (i + 1 < tokens.size() && tokens.get(i + 1).getType() == token.getType()) {
          i++;
          end = tokens.get(i).getStopIndex() + 1;
        }
        boolean trimmed =
            i + 1 < tokens.size()
                && tokens.get(i + 1).getType() == LiquidLexer.RawEnd
                && tokens.get(i + 1).getText().startsWith("{%-");
        while (trimmed && end > token.getStartIndex() && Character.isWhitespace(text[end - 1])) {
          end--;
        }
        joined.add(part(tokens.get(first), token.getType(), token.getStartIndex(), end));
        continue;
      }
      if (!beginsName(token, joined, text)) {
        joined.add(token);
        continue;
      }
      int end = nameEnd(token.getStartIndex(), text);
      if (end == token.getStopIndex() + 1 && WORDS.contains(token.getType())) {
        joined.add(token);
        continue;
      }
      joined.add(part(token, LiquidLexer.Id, token.getStartIndex(), end));
      while (tokens.get(i).getStopIndex() + 1 < end) {
        i++;
      }
      int behind = tokens.get(i).getStopIndex() + 1;
      if (behind > end) {
        // A number's point that parts two names: "job-2.annotations".
        joined.add(part(token, LiquidLexer.Dot, end, end + 1));
        if (behind > end + 1) {
          joined.add(part(token, LiquidLexer.Id, end + 1, behind));
        }
      }
    }
    return joined;
  }

  private static boolean beginsName(Token token, List<Token> before, int[] text) {
    if (WORDS.contains(token.getType())) {
      return true;
    }
    return !before.isEmpty()
        && before.getLast().getType() == LiquidLexer.Dot
        && before.getLast().getStopIndex() + 1 == token.getStartIndex()
        && Character.isDigit(text[token.getStartIndex()]);
  }

  /** The first index behind the name; a dash directly before the end of a tag belongs to that. */
  private static int nameEnd(int start, int[] text) {
    int end = start;
    while (end < text.length && isOfName(text[end])) {
      end++;
    }
    boolean tagEnds =
        end + 1 < text.length && (text[end] == '}' || text[end] == '%') && text[end + 1] == '}';
    return tagEnds && text[end - 1] == '-' ? end - 1 : end;
  }

  private static boolean isOfName(int character) {
    return character >= 'a' && character <= 'z'
        || character >= 'A' && character <= 'Z'
        || character >= '0' && character <= '9'
        || character == '_'
        || character == '-';
  }

  private static Token part(Token first, int type, int start, int end) {
    CommonToken part = new CommonToken(first);
    part.setType(type);
    part.setText(null);
    part.setStartIndex(start);
    part.setStopIndex(end - 1);
    part.setCharPositionInLine(first.getCharPositionInLine() + start - first.getStartIndex());
    return part;
  }
}
