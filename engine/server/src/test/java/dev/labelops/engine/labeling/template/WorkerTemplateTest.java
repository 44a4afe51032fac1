package dev.labelops.engine.labeling.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.engine.CpuTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerTemplateTest {
  private static final JsonNode INPUT =
      json(
          """
          {
            "taskObject": "s3://bucket/a",
            "text": "<script>",
            "quote": "it's \\"so\\" & so",
            "entity": "AT&amp;T &lt;b&gt;",
            "labels": ["A&B", "C"],
            "none": [],
            "space": "  ",
            "class_id": "0",
            "source-ref": "s3://bucket/a",
            "a-1": "one",
            "number": 100000000.0,
            "small": 0.00001,
            "box": {"left": 1, "deep": {"x": [true, null]}},
            "manifestLine": {
              "prior-job": {"annotations": [{"left": 3}, {"left": 5}]},
              "prior-job-2.0": "no",
              "prior-job-2": {"annotations": "two"},
              "2024-labels": {"size-of-it": 7},
              "for-in": "words",
              "prior-job-metadata": {
                "class-map": {"0": "dog"},
                "internal-color-map": {"1": {"class-name": "car", "hex-color": "#fff"}}
              }
            }
          }
          """);

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String render(String source) {
    return new WorkerTemplate(source)
        .render(INPUT, uri -> "http://engine/" + uri.substring(12) + "?x=1&y=2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{{ task.input.labels | to_json | escape }}~[&quot;A&amp;B&quot;,&quot;C&quot;]",
        "{{ task.input.labels | to_json }}~[&quot;A&amp;B&quot;,&quot;C&quot;]",
        "{{ task.input.labels | to_json | skip_autoescape }}~[\"A&B\",\"C\"]",
        "{{ task.input.taskObject | grant_read_access }}~http://engine/a?x=1&amp;y=2",
        "{{ task.input.text }}~&lt;script&gt;",
        "{% for l in task.input.labels %}{{ l }};{% endfor %}~A&amp;B;C;",
        "{{- task.input.text -}}~&lt;script&gt;",
        "{{ task.input.missing }}~``",
      })
  void rendersLikeGroundTruth(String source, String expected) {
    assertThat(render(source)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        // What a value holds is escaped, with every character that could end an attribute.
        "{{ task.input.quote }}~it&#39;s &quot;so&quot; &amp; so",
        "{{ task.input.quote | escape }}~it&#39;s &quot;so&quot; &amp; so",
        "{{ task.input.quote | escape_once }}~it&#39;s &quot;so&quot; &amp; so",
        "{{ task.input.quote | h | upcase }}~IT&#39;S &QUOT;SO&QUOT; &AMP; SO",
        // Data that looks escaped is data: a worker sees the very characters.
        "{{ task.input.entity }}~AT&amp;amp;T &amp;lt;b&amp;gt;",
        "{{ task.input.entity | escape }}~AT&amp;amp;T &amp;lt;b&amp;gt;",
        "{{ task.input.entity | escape_once }}~AT&amp;T &lt;b&gt;",
        "{{ task.input.entity | skip_autoescape }}~AT&amp;T &lt;b&gt;",
        "{{ task.input.text | escape | append: '<i>' }}~&lt;script&gt;&lt;i&gt;",
        // Where a filter's name is only text, it does nothing.
        "{{ 'skip_autoescape <' }}~skip_autoescape &lt;",
        "{{ task.input.text | append: ' | skip_autoescape' }}~&lt;script&gt; | skip_autoescape",
        // Outputs end where Liquid says, not where a pattern does.
        "{{ 'a }} <b>' }}~a }} &lt;b&gt;",
        "{{ \"a {% if %} b\" }}~a {% if %} b",
        "{% raw %}{{ task.input.text }} {% if %}{% endraw %}~{{ task.input.text }} {% if %}",
        "{% comment %}{{ task.input.text }}{% endcomment %}.~.",
        "<p>{ {x} }} %}</p>~<p>{ {x} }} %}</p>",
        // Values that come out of tags.
        "{% cycle task.input.text, 'b' %}~&lt;script&gt;",
        "{% cycle task.input.text: '<b>', 'b' %}~<b>",
        "{% assign t = task.input.text %}{{ t }}~&lt;script&gt;",
        "{% assign t = task.input.text | escape %}{{ t }}~&lt;script&gt;",
        "{% assign t = task.input.text | escape %}{% assign u = t %}{{ u }}~&lt;script&gt;",
        "{% assign t = 'x' | escape %}{% assign t = task.input.entity %}{{ t }}~AT&amp;amp;T &amp;lt;b&amp;gt;",
        "{% capture c %}<b>{{ task.input.quote }}</b>{% endcapture %}{{ c | skip_autoescape }}~<b>it&#39;s &quot;so&quot; &amp; so</b>",
        "{% capture c %}{{ task.input.quote }}{% endcapture %}{{ c }}~it&#39;s &quot;so&quot; &amp; so",
        "{% capture 'c' %}<b>{% endcapture %}{{ c }}~&lt;b&gt;",
        "{% if true %}{{ task.input.text }}{% endif %}~&lt;script&gt;",
        "{% case 1 %}{% when 1 %}{{ task.input.text }}{% endcase %}~&lt;script&gt;",
        "{% increment n %}{% increment n %}~01",
      })
  void escapesValuesAsTheyAreRendered(String source, String expected) {
    assertThat(render(source)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{{ task.input.source-ref }}~s3://bucket/a",
        "{{task.input.source-ref}}~s3://bucket/a",
        "x {{-task.input.source-ref-}} y~xs3://bucket/ay",
        "{{ task.input.source-ref| grant_read_access }}~http://engine/a?x=1&amp;y=2",
        "{% for b in task.input.manifestLine.prior-job.annotations %}{{ b.left }},{% endfor %}~3,5,",
        "{% assign label = task.input.manifestLine.prior-job-metadata.class-map[task.input.class_id] %}{{ label | to_json }}~&quot;dog&quot;",
        "{% for box in task.input.manifestLine.prior-job-metadata.internal-color-map %}{% if box[1]['class-name'] != 'BACKGROUND' %}{{ box[1]['class-name'] }}{{ box[1].hex-color }}{% endif %}{% endfor %}~car#fff",
        "{{ task.input.manifestLine.prior-job-2.annotations }}~two",
        "{{ task.input.manifestLine.2024-labels.size-of-it }}~7",
        "{{ task.input.manifestLine.for-in }}~words",
        "{{ task.input.a-1 }}~one",
        "{{ 'x' | append: task.input.source-ref }}~xs3://bucket/a",
        "{% if task.input.source-ref == 's3://bucket/a' %}y{% endif %}~y",
        "{%-if task.input.source-ref-%}y{%-else-%}n{%-endif-%}~y",
        "{% for i in (1..3)-%} {{i}}{% if i == 2 %}{% break-%}{% endif-%} {%-endfor-%}~12",
        "{% assign my-name = 'v' %}{{ my-name }}{{my-name-}} ~vv",
        "{% capture my-name %}v{% endcapture %}{{ my-name }}~v",
        "{% for my-item in task.input.labels %}{{ my-item }}{% endfor %}~A&amp;BC",
        "{% for i in (1..3) %}{% cycle 'odd-even', task.input.a-1 %},{% endfor %}~odd-even,one,odd-even,",
        "{% increment my-count %}{% increment my-count-%}~01",
        // What is no name stays what it is.
        "{{ 5 | plus: -3 }}~2",
        "{{ 5 | minus:-3.5 }}~8.5",
        "{{ task.input.labels[-1] }}~C",
        "{% for i in (-1..1) %}{{ i }}{% endfor %}~-101",
        "{{ 'a.b-c' }}~a.b-c",
        "{% raw %}{{ a.b-c }}{% endraw %} a.b-c~{{ a.b-c }} a.b-c",
        "𝒳 {{ task.input.source-ref }}~𝒳 s3://bucket/a",
      })
  void namesMayHoldDashes(String source, String expected) {
    assertThat(render(source)).isEqualTo(expected);
  }

  /** The guide's way from an earlier job's boxes to initial-value. */
  @Test
  void anAdjustmentTemplateOfTheGuideRenders() {
    assertThat(
            render(
                """
                initial-value="[
                {%- for box in task.input.manifestLine.prior-job.annotations -%}
                {% capture class_id %}{{ task.input.class_id }}{% endcapture %}
                {%- assign label = task.input.manifestLine.prior-job-metadata.class-map[class_id] -%}
                {label: {{label | to_json}}, left: {{box.left}}},
                {%- endfor -%}
                ]"
                """))
        .isEqualTo(
            "initial-value=\"[\n{label: &quot;dog&quot;, left: 3},\n".replace("\n", "")
                + "{label: &quot;dog&quot;, left: 5},]\"\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{{ task.input.labels | skip_autoescape }}~[\"A&B\",\"C\"]",
        "{{ task.input.labels }}~[&quot;A&amp;B&quot;,&quot;C&quot;]",
        "{{ task.input.labels | escape }}~[&quot;A&amp;B&quot;,&quot;C&quot;]",
        "{{ task.input.box | skip_autoescape }}~{\"left\":1,\"deep\":{\"x\":[true,null]}}",
        "{{ task.input.box.deep.x | append: '!' }}~[true,null]!",
        "{{ task.input.manifestLine.prior-job.annotations | join: ' ' | skip_autoescape }}~{\"left\":3} {\"left\":5}",
        "{{ task.input.labels | join: ' ' }}~A&amp;B C",
        "{{ task.input.none }}~[]",
        "{{ task.input.number }}~100000000",
        "{{ task.input.small }}~0.000010",
        "{{ task.input.box.left }}~1",
        "{{ task.input.labels | reverse | first }}~C",
        "{% for p in task.input.box %}{{ p | skip_autoescape }};{% endfor %}~[\"left\",1];[\"deep\",{\"x\":[true,null]}];",
        "{% for x in task.input.labels %}{{ forloop }}{% endfor %}~``",
      })
  void listsAndObjectsPrintAsJson(String source, String expected) {
    assertThat(render(source)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "task.input.none == blank, true",
    "task.input.space == blank, true",
    "task.input.missing == blank, true",
    "blank == task.input.missing, true",
    "task.input.text == blank, false",
    "task.input.text != blank, true",
    "task.input.missing != blank, false",
    "task.input.class_id == blank, false",
    "task.input.none == empty, true",
    "task.input.labels == empty, false",
    "task.input.missing == empty, false",
    "task.input.labels != empty and task.input.space == blank, true",
  })
  void blankAndEmptyAreKnown(String condition, String holds) {
    assertThat(render("{% if " + condition + " %}true{% else %}false{% endif %}")).isEqualTo(holds);
    assertThat(render("{% if 1 == 2 %}{% elsif " + condition + " %}true{% else %}false{% endif %}"))
        .isEqualTo(holds);
    assertThat(render("{{ blank }}{{ empty }}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{% case task.input.space %}{% when 'a' %}a{% when blank %}b{% else %}c{% endcase %}~b",
        "{% case task.input.missing %}{% when 'a', blank %}b{% else %}c{% endcase %}~b",
        "{% case task.input.class_id %}{% when blank %}b{% when '0' or '1' %}0{% endcase %}~0",
        "{% case task.input.class_id %}{% when blank %}b{% else %}c{% endcase %}~c",
        "{% case task.input.class_id %}{% when 'x' %}b{% endcase %}~``",
        "{% for i in (1..3) %}{{ i }}/{{ forloop.length }}{% unless forloop.last %},{% endunless %}{% endfor %}~1/3,2/3,3/3",
        "{% for i in (1..5) reversed limit: 2 offset: 1 %}{{ i }}{% endfor %}~32",
        "{% assign n = task.input.labels | size %}{% for i in (1..n) %}{{ i }}{% endfor %}~12",
        "{% for i in (3..1) %}{{ i }}{% endfor %}~``",
        "{% for i in task.input.none %}{{ i }}{% else %}none{% endfor %}~none",
        "{% for l in task.input.labels %}{% ifchanged %}x{% endifchanged %}{% endfor %}~x",
        "{{ task.input['source-ref'] }}~s3://bucket/a",
        "{% assign k = 'source-ref' %}{{ task.input[k] }}~s3://bucket/a",
        "a {%- raw -%} {{ x }} {%- endraw -%} b~a{{ x }}b",
        "a {%- raw-%} { {%- endraw %} b~a{ b",
        "{% raw %} {{ {% endraw %}~` {{ `",
        "{% comment %}don't {% if %} {{ x | nl2br }}{% endcomment %}a~a",
        "{{ task.input.quote | truncate: 6, '' }}~it&#39;s &quot;",
        "{{ task.input.missing | default: 'none' }}~none",
      })
  void rendersAsLiquid(String source, String expected) {
    assertThat(render(source)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% include 'SECRET' %}",
        "{% include task.input.file %}",
        "{%- include 'SECRET' with task -%}",
        "{% if false %}{% include 'SECRET' %}{% endif %}",
        "{% include_relative SECRET %}",
        "{% include SECRET %}",
        "{% include {{ task.input.file }} %}",
        "{% render 'SECRET' %}",
        "{% assign x = task.input.labels | where_exp: 'i', \"1 }}{% include 'SECRET' %}{{ 1\" %}{{ x }}",
      })
  void reachesNoFile(String source, @TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "the secret");
    WorkerTemplate template = new WorkerTemplate(source.replace("SECRET", secret.toString()));
    JsonNode input = json("{\"file\": \"" + secret + "\", \"labels\": [1]}");

    assertThatThrownBy(template::check)
        .isInstanceOf(InvalidTemplate.class)
        .hasMessageNotContaining("the secret");
    assertThatThrownBy(() -> template.render(input, uri -> uri))
        .isInstanceOf(InvalidTemplate.class)
        .hasMessageNotContaining("the secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ task.input.text.class }}{{ task.input.text.getClass }}{{ task.input.text['bytes'] }}",
        "{{ task.class }}{{ system }}{{ env }}{{ environment }}{{ self }}{{ context }}",
        "{% for x in task.input.labels %}{{ forloop.class }}{{ forloop.map }}{% endfor %}",
      })
  void reachesNoClass(String source) {
    assertThat(render(source)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "<p>\\n{{ task.input.text | nl2br }}~The worker template cannot be used: line 2 of the worker template: there is no filter 'nl2br'.",
        "{% if false %}{{ 1 | nl2br }}{% endif %}~there is no filter 'nl2br'",
        "{% assign x = 1 | nl2br: 2 %}~there is no filter 'nl2br'",
        "{{ 1 | push: 2 }}~there is no filter 'push'",
        "\\n{% liquid %}~line 2 of the worker template: there is no tag 'liquid'",
        "{% my-tag %}~there is no tag 'my-tag'",
        "{% include 'x' %}~the tag 'include' is not supported: a worker template is one file",
        "{% if %}~line 1 of the worker template: it is not valid Liquid",
        "{% for x in y %}~not valid Liquid",
        "{{ task.input. }}~not valid Liquid",
      })
  void refusesByName(String source, String sentence) {
    WorkerTemplate template = new WorkerTemplate(source.replace("\\n", "\n"));
    assertThatThrownBy(template::check)
        .isInstanceOf(InvalidTemplate.class)
        .hasMessageContaining(sentence);
    assertThatThrownBy(() -> template.render(INPUT, uri -> uri))
        .isInstanceOf(InvalidTemplate.class)
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{{ task.input.quote | grant_read_access }}~{{ task.input.quote | grant_read_access }}: \"grant_read_access\" input is not a valid S3 URI",
        "{{ task.input.missing | grant_read_access }}~\"grant_read_access\" input is not a valid S3 URI, it is empty",
        "{{ 's3://bucket' | grant_read_access }}~\"grant_read_access\" input is not a valid S3 URI",
        "{{ 's3:///key' | grant_read_access }}~\"grant_read_access\" input is not a valid S3 URI",
        "{% assign u = 'https://a/b' | grant_read_access %}~\"grant_read_access\" input is not a valid S3 URI",
        "{{ 1 | divided_by: 0 }}~{{ 1 | divided_by: 0 }}: ",
        "{{ task.input.labels | map: 'class' }}~a value is not valid for its filter",
        "{{ task.input.quote | append }}~the filter needs a parameter",
      })
  void saysWhatCannotBeRendered(String source, String sentence) {
    WorkerTemplate template = new WorkerTemplate("<p>\n" + source);
    template.check();

    assertThatThrownBy(() -> template.render(INPUT, uri -> uri))
        .isInstanceOf(InvalidTemplate.class)
        .hasMessageContaining("line 2 of the worker template: ")
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("Oops")
        .hasMessageNotContaining("it's");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in (1..2000000000) %}{% endfor %}",
        "{% for i in (1..9999) %}{% for j in (1..9999) %}x{% endfor %}{% endfor %}",
        "{% assign a = 'aaaaaaaa' %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}",
        "{% assign a = 'aaaaaaaa' %}{% for i in (1..6) %}{% assign a = a | replace: 'a', a %}{% endfor %}",
        "{{ 1.5 | round: 999999999 }}",
        "{% assign l = task.input.labels %}{% for i in (1..40) %}{% assign l = l | concat: l %}{% endfor %}",
        "{% assign a = 'aaaaaaaa' %}{% for i in (1..15) %}{% assign a = a | append: a %}{% endfor %}"
            + "{% assign l = a | split: '~' %}{% for i in (1..15) %}{% assign l = l | concat: l %}{% endfor %}{{ l }}",
        "{% assign a = 'aaaaaaaa' %}{% for i in (1..15) %}{% assign a = a | append: a %}{% endfor %}"
            + "{% assign l = a | split: '~' %}{% for i in (1..15) %}{% assign l = l | concat: l %}{% endfor %}{{ l | join: ',' }}",
        "{% assign a = '<script ' %}{% for i in (1..16) %}{% assign a = a | append: a %}{% endfor %}{{ a | strip_html }}",
        "{% assign a = '        ' %}{% for i in (1..16) %}{% assign a = a | append: a %}{% endfor %}{{ a | append: 'x' | rstrip | divided_by: 0 }}",
        "{% for i in (1..100) %}{% capture a %}{{ a }}{{ a }}xxxxxxxx{% endcapture %}{% endfor %}",
        "{{ 'now' | date: '%999999999Y' | size | plus: 'x' }}",
        "{% for i in (1..60000) %}{{ task | to_json }}{% endfor %}",
      })
  void usesTheEngineWithinLimits(String source) {
    assertThat(
            CpuTime.of(
                () ->
                    assertThatThrownBy(() -> render(source))
                        .isInstanceOf(InvalidTemplate.class)
                        .hasMessageEndingWith(".")))
        .isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void blocksWhoseEndsTheGrammarWouldSearchForDoNotNest() {
    String nested = "{% ifchanged %}".repeat(100) + "{% endifchanged %}";
    assertThat(
            CpuTime.of(
                () ->
                    assertThatThrownBy(() -> render(nested))
                        .isInstanceOf(InvalidTemplate.class)
                        .hasMessageContaining("'ifchanged' cannot be nested")))
        .isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    assertThatThrownBy(() -> render("{% if true %}".repeat(20_000)))
        .isInstanceOf(InvalidTemplate.class);
  }

  @Test
  void findsTheInstructions() {
    WorkerTemplate template =
        new WorkerTemplate(
            "<x><full-instructions header=\"H\"> Do <b>all</b> </full-instructions>"
                + "<short-instructions>Box it</short-instructions></x>");

    assertThat(template.fullInstructions()).contains("Do <b>all</b>");
    assertThat(template.shortInstructions()).contains("Box it");
    assertThat(new WorkerTemplate("<p>").shortInstructions()).isEmpty();
  }
}
