package dev.labelops.learning.boxes;

import java.util.List;

/**
 * A model's label of an image.
 *
 * @param boxes empty for "nothing here"
 * @param confidence comparable between answers of one {@link AnswerRule}; higher is surer
 */
public record Answer(List<ScoredBox> boxes, double confidence) {

  public List<LabeledBox> labels() {
    return boxes.stream().map(ScoredBox::labeled).toList();
  }
}
