"""usage: tiny_text_models.py FOLDER

Writes the text networks of TextBackboneTest: a few hundred bytes that look up a row per token, so that a test knows their results.
Run from engine/learning: python3 src/test/python/tiny_text_models.py src/test/resources/dev/labelops/learning/backbone/text
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "main" / "python"))
from onnxfile import FLOAT, INT64, floats, model, node, value  # noqa: E402

# A row per word of tokenizer.json: unknown, first and last token, then three words.
rows = [[0, 0, 0, 0], [0, 0, 0, 3], [0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]
table = floats("table", [6, 4], [float(x) for row in rows for x in row])
ids, mask, types = (value(name, ["N", "T"], INT64) for name in ("input_ids", "attention_mask", "token_type_ids"))
tokens = value("last_hidden_state", ["N", "T", 4])


def gather(y):
    return node("Gather", ["table", "input_ids"], [y], axis=0)


def mean(x, y, axes):
    return node("ReduceMean", [x], [y], axes=axes, keepdims=0)


models = {
    # Beside the tokens a row per text that is no embedding of it, as BERT has.
    "tokens": ([gather("last_hidden_state"), node("ReduceMax", ["last_hidden_state"], ["pooler_output"], axes=[1], keepdims=0)],
               [table], [ids, mask, types], [value("pooler_output", ["N", 4]), tokens]),
    "sentence": ([gather("token_embeddings"), mean("token_embeddings", "sentence_embedding", [1])], [table], [ids, mask],
                 [value("token_embeddings", ["N", "T", 4]), value("sentence_embedding", ["N", 4])]),
    "wrong-inputs": ([gather("last_hidden_state")], [table], [ids, mask, value("position_ids", ["N", "T"], INT64)], [tokens]),
    "no-mask": ([gather("last_hidden_state")], [table], [ids], [tokens]),
    "wrong-type": ([gather("last_hidden_state")], [table], [ids, value("attention_mask", ["N", "T"], FLOAT)], [tokens]),
    "wrong-size": ([gather("last_hidden_state")], [table], [ids, value("attention_mask", ["N", 128], INT64)], [tokens]),
    "wrong-outputs": ([gather("rows"), mean("rows", "score", [1, 2])], [table], [ids, mask], [value("score", ["N"])]),
    "two-outputs": ([gather("rows"), mean("rows", "a", [1]), node("Identity", ["a"], ["b"])], [table], [ids, mask],
                    [value("a", ["N", 4]), value("b", ["N", 4])]),
    "wrong-rows": ([gather("rows"), node("Concat", ["rows", "rows"], ["last_hidden_state"], axis=1)], [table], [ids, mask],
                   [tokens]),
    "not-finite": ([gather("rows"), node("Div", ["rows", "zero"], ["last_hidden_state"])], [table, floats("zero", [1], [0.0])],
                   [ids, mask], [tokens]),
}

folder = pathlib.Path(sys.argv[1])
for name, (nodes, initializers, inputs, outputs) in models.items():
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "model.onnx").write_bytes(model(name, nodes, initializers, inputs, outputs))
