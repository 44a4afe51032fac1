package dev.labelops.engine.labeling.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerTemplateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{{ task.input.labels | to_json | escape }}~ [&quot;A&amp;B&quot;,&quot;C&quot;]",
        "{{ task.input.labels | to_json }}~ [&quot;A&amp;B&quot;,&quot;C&quot;]",
        "{{ task.input.labels | to_json | skip_autoescape }}~ [\"A&B\",\"C\"]",
        "{{ task.input.taskObject | grant_read_access }}~ http://engine/a?x=1&amp;y=2",
        "{{ task.input.text }}~ &lt;script&gt;",
        "{% for l in task.input.labels %}{{ l }};{% endfor %}~ A&amp;B;C;",
        "{{- task.input.text -}}~ &lt;script&gt;",
        "{{ task.input.missing }}~ ''",
      })
  void rendersLikeGroundTruth(String source, String expected) {
    ObjectNode input = new ObjectMapper().createObjectNode();
    input.put("taskObject", "s3://bucket/a").put("text", "<script>");
    input.putArray("labels").add("A&B").add("C");

    String page =
        new WorkerTemplate(source.strip())
            .render(input, uri -> "http://engine/" + uri.substring(12) + "?x=1&y=2");

    assertThat(page).isEqualTo(expected.strip());
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

  @Test
  void refusesBrokenLiquid() {
    assertThatThrownBy(() -> new WorkerTemplate("{% if %}").check())
        .isInstanceOf(InvalidTemplate.class)
        .hasMessageContaining("not valid Liquid");
  }
}
