#!/usr/bin/env python3
"""Compares what hornbook keeps of conversations with what LLaMA-Factory's own converters keep.

    pip install --no-deps llamafactory && pip install datasets
    python3 compare-llamafactory.py HORNBOOK FOLDER

FOLDER holds LLaMA-Factory's demonstration files (`data/` of its repository). Each file is built by hornbook; the converter reads the
rows and the lines that were made of them, and both must come to the same turns, tools, system messages, media and labels.
Files in LLaMA-Factory's newer form, which it has no converter for, are compared part by part.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import types

hornbook, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()


def converters():
    """The module with the converters, without all that its package loads besides."""
    import importlib.util

    root = pathlib.Path(importlib.util.find_spec("llamafactory").origin).parent
    for name, path in [("llamafactory", root), ("llamafactory.data", root / "data"), ("llamafactory.extras", root / "extras")]:
        module = types.ModuleType(name)
        module.__path__ = [str(path)]
        sys.modules[name] = module
    # Its own logging asks for the trainer's libraries.
    quiet = types.ModuleType("llamafactory.extras.logging")
    quiet.get_logger = lambda name: types.SimpleNamespace(warning_rank0=print, warning_rank0_once=print)
    sys.modules["llamafactory.extras.logging"] = sys.modules["llamafactory.extras"].logging = quiet
    return importlib.import_module("llamafactory.data.converter")


def attributes(**columns):
    """What `dataset_info.json` says of a file, with LLaMA-Factory's own defaults for the rest."""
    names = dict(
        load_from="hf_hub", ranking=False, prompt="instruction", query="input", response="output", history=None, system=None,
        tools=None, images=None, videos=None, audios=None, messages="messages", chosen=None, rejected=None, kto_tag=None,
        role_tag="role", content_tag="content", user_tag="user", assistant_tag="assistant", observation_tag="tool",
        function_tag="function_call", system_tag="system")
    return types.SimpleNamespace(**{**names, **columns})


def rows_of(path):
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else [json.loads(line) for line in text.split("\n") if line]


def build(path, form, rules=""):
    """The lines that hornbook makes of a file, in the order of its rows."""
    with tempfile.TemporaryDirectory() as scratch:
        recipe = pathlib.Path(scratch, "recipe.yaml")
        recipe.write_text(
            f"datasets: [{{name: d, data: {json.dumps(str(path))}, kind: instructions{rules}}}]\n"
            f"mixture: {{order: sequential}}\noutput: {{path: out/, format: {form}}}\n")
        subprocess.run([hornbook, "build", "--quiet", str(recipe)], check=True)
        return rows_of(pathlib.Path(scratch, "out", "train-00000-of-00001.jsonl"))


def compare(name, expected, found):
    if len(expected) != len(found):
        sys.exit(f"{name}: {len(found)} lines of {len(expected)} rows")
    for number, (one, other) in enumerate(zip(expected, found), 1):
        if one != other:
            sys.exit(f"{name}: row {number}: {json.dumps(one)[:400]}\nbut the line says {json.dumps(other)[:400]}")
    print(f"{name}: {len(found)} rows say the same")


def parts(message):
    """What a message in the newer form says: role, reasoning, text, calls."""
    content = message["content"]
    texts = [(part["type"], part["value"]) for part in content]
    calls = [json.loads(value) for kind, value in texts if kind == "tool_call"]
    return [message["role"], [t for t in texts if t[0] != "tool_call"], calls]


module = converters()
alpaca = module.AlpacaDatasetConverter
openai = module.OpenAIDatasetConverter
sharegpt = module.SharegptDatasetConverter

found = [folder / "identity.json", folder / "kto_en_demo.json", folder / "mllm_demo.json", folder / "mllm_video_demo.json"]
for path in [path for path in found if not path.exists()]:
    sys.exit(f"{path}: there is no such file")

convert = alpaca(attributes(), None)
rows = rows_of(folder / "identity.json")
compare("identity.json", [convert(row) for row in rows], [convert(line) for line in build(folder / "identity.json", "alpaca")])

# Answers that are judged bad are none for training: only those that the label calls good are taken.
convert = openai(attributes(kto_tag="label"), None)
good = [row for row in rows_of(folder / "kto_en_demo.json") if row["label"]]
lines = [{**line, "label": True} for line in build(folder / "kto_en_demo.json", "messages", ", where: label")]
compare("kto_en_demo.json", [convert(row) for row in good], [convert(line) for line in lines])

for name, media in [("mllm_demo.json", "images"), ("mllm_video_demo.json", "videos")]:
    plain = openai(attributes(**{media: media}), None)
    turned = sharegpt(
        attributes(
            messages="conversations", role_tag="from", content_tag="value", user_tag="human", assistant_tag="gpt",
            observation_tag="observation", **{media: media}), None)
    rows, same = rows_of(folder / name), sharegpt(attributes(**{media: media}), None)
    compare(name + " as messages", [plain(row) for row in rows], [plain(line) for line in build(folder / name, "messages")])
    compare(name + " as sharegpt", [same(row) for row in rows], [turned(line) for line in build(folder / name, "sharegpt")])

for path in sorted(folder.glob("*.jsonl")):
    rows = rows_of(path)
    if "messages" not in rows[0]:
        print(f"{path.name}: preferences, not compared")
        continue

    def said(row):
        tools = row.get("tools") or []
        weights = [message.get("loss_weight", message.get("weight")) for message in row["messages"]]
        return [[parts(message) for message in row["messages"]], tools if isinstance(tools, list) else json.loads(tools), weights]

    compare(path.name, [said(row) for row in rows], [said(line) for line in build(path, "messages")])

    # The same in LLaMA-Factory's older form: every turn, tool, call and thought is there.
    if any(part["type"] == "image_url" for row in rows for message in row["messages"] for part in message["content"]):
        continue
    turned = sharegpt(
        attributes(
            messages="conversations", role_tag="from", content_tag="value", user_tag="human", assistant_tag="gpt",
            observation_tag="observation"), None)
    for number, (row, line) in enumerate(zip(rows, build(path, "sharegpt")), 1):
        result = turned(line)
        text = json.dumps(result["_prompt"] + result["_response"], ensure_ascii=False) + result["_system"]
        for message in row["messages"]:
            for part in message["content"]:
                words = [part["value"]] if part["type"] != "tool_call" else [json.loads(part["value"])["name"]]
                for word in words:
                    if word not in text and json.dumps(word, ensure_ascii=False)[1:-1] not in text:
                        sys.exit(f"{path.name}: row {number}: lost as sharegpt: {word[:200]}")
    print(f"{path.name}: {len(rows)} rows lose nothing as sharegpt")
