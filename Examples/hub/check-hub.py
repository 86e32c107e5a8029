#!/usr/bin/env python3
"""Builds recipe.yaml in every output format and reads each folder as the Hub and trainers do.

    swift build -c release
    python3 Examples/hub/check-hub.py [--venv FOLDER]

Of each folder it holds the card against the files (sizes, counts, splits), loads it with `datasets.load_dataset(folder)`,
compares features with the card's and every value with what Python's `json` reads, and checks the lines with what trains on
them: TRL's own functions, and the documented rules of OpenAI, LLaMA-Factory, MLX-LM and others, written out below.

The first run makes a virtual environment from PyPI (`datasets`, `transformers` and `trl` without PyTorch, 600 MB); by default
in the temporary folder. HORNBOOK names another program than .build/release/hornbook.
Exit status: 0 all is well, 1 something is not. What is skipped is said.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
HORNBOOK = os.environ.get("HORNBOOK", str(HERE.parent.parent / ".build" / "release" / "hornbook"))
FORMATS = ("prompt-completion", "messages", "inputs-targets", "alpaca", "sharegpt", "text", "parts")


def python_with_packages(folder):
    """The interpreter of a virtual environment with what this needs; made if it is not there."""
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        print(f"making {folder} ...", flush=True)
        venv.create(folder, clear=True, with_pip=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run(pip + ["datasets", "transformers", "jinja2"], check=True)
        # Of TRL only its functions on data: PyTorch, which training needs, would be a download of gigabytes.
        subprocess.run(pip + ["--no-deps", "trl", "accelerate"], check=True)
        (folder / "complete").touch()
    return python


problems = []


def require(holds, message):
    if not holds:
        problems.append(message)
        print(f"    WRONG: {message}")
    return holds


def build(recipe, folder, output_format, directory):
    """Builds a recipe's text in one format beside this file, where its paths lead, into a folder of its own."""
    text = re.sub(r"(?m)^  format: \w+$", f"  format: {output_format}", recipe)
    path = HERE / f".check-hub-{output_format}.yaml"
    try:
        path.write_text(text)
        subprocess.run([HORNBOOK, "build", "--quiet", "-o", str(directory / folder), str(path)], check=True)
    finally:
        path.unlink(missing_ok=True)
    return directory / folder


def read_lines(folder):
    """The lines of each split, as Python reads them, in the order of the files."""
    splits = {}
    for file in sorted(folder.glob("*.jsonl")):
        with open(file, encoding="utf-8", newline="\n") as lines:
            splits.setdefault(file.name.rsplit("-", 3)[0], []).extend(json.loads(line) for line in lines)
    return splits


def load(folder, cache):
    import datasets

    return datasets.load_dataset(str(folder), cache_dir=str(cache / folder.name))


def check_card(folder, splits):
    """The card, as the Hub's own library reads it, against the files."""
    from datasets.info import DatasetInfosDict
    from huggingface_hub import DatasetCard

    data = DatasetCard.load(folder / "README.md").data.to_dict()
    info = DatasetInfosDict.from_directory(str(folder))["default"]
    bytes_of = {name: sum(f.stat().st_size for f in folder.glob(f"{name}-*.jsonl")) for name in splits}
    require(data["license"] == ["mit", "apache-2.0"], f"license: {data['license']}")
    require(data["tags"] == ["instruction-tuning", "hornbook", "mathematics", "no"], f"tags: {data['tags']}")
    require(data["task_categories"] == ["text-generation"], f"task_categories: {data['task_categories']}")
    require(data["size_categories"] == ["n<1K"], f"size_categories: {data['size_categories']}")
    require(isinstance(data["pretty_name"], str), "pretty_name is no text")
    require(set(info.splits) == set(splits), f"splits of the card: {list(info.splits)}, of the folder: {list(splits)}")
    for name, split in info.splits.items():
        require(split.num_examples == len(splits[name]), f"{name}: num_examples is {split.num_examples}")
        require(split.num_bytes == bytes_of[name], f"{name}: num_bytes is {split.num_bytes}")
    require(info.dataset_size == info.download_size == sum(bytes_of.values()), "dataset_size is not that of the files")
    return info.features


def check_values(loaded, splits):
    """Every value, of the same type as well as equal."""
    require(set(loaded) == set(splits), f"loads the splits {list(loaded)}")
    count = dates = 0
    for name, rows in splits.items():
        require(len(loaded[name]) == len(rows), f"{name} has {len(loaded[name])} rows, not {len(rows)}")
        for number, (row, line) in enumerate(zip(loaded[name], rows), 1):
            require(same(row, line), f"{name}, row {number}: {row!r} is not {line!r}")
            for value in leaves(line):
                count += 1
                dates += isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d([T ][\d:.]+Z?)?", value) is not None
    return count, dates


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def leaves(value):
    if isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    else:
        yield value


# What trains on a format. Each takes all rows and says what it has looked at.


def text_of(row, key, blank=False):
    return require(isinstance(row.get(key), str) and (blank or row[key].strip() != ""), f"`{key}` is not a text: {row}")


def turns(messages, role, content, names):
    """A system message or none, then questions and answers by turns, and an answer at the end."""
    told = [message.get(role) for message in messages]
    if told[:1] == ["system"]:
        told = told[1:]
    require(told == list(names) * (len(told) // 2) and told, f"turns do not alternate: {told}")
    for message in messages:
        require(set(message) == {role, content}, f"keys of a message: {list(message)}")
        text_of(message, content)


def openai(rows):
    """platform.openai.com/docs/guides/supervised-fine-tuning: ten examples, known roles and keys, an answer to learn."""
    require(len(rows) >= 10, f"OpenAI wants ten examples, not {len(rows)}")
    for row in rows:
        require(isinstance(row["messages"], list) and row["messages"], "no messages")
        for message in row["messages"]:
            require(message.keys() <= {"role", "content", "name", "weight", "tool_calls"}, f"{message.keys()}")
            require(message["role"] in ("system", "user", "assistant"), f"role {message['role']}")
        require(row["messages"][-1]["role"] == "assistant", "the last message is no answer")
        turns(row["messages"], "role", "content", ("user", "assistant"))
    return "OpenAI's rules"


def tokenizer():
    """A tokenizer of nothing, with a chat template: TRL renders conversations through one."""
    import tokenizers
    import transformers

    model = tokenizers.Tokenizer(tokenizers.models.WordLevel({"?": 0}, unk_token="?"))
    made = transformers.PreTrainedTokenizerFast(tokenizer_object=model)
    made.chat_template = "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}"
    return made


def trl_messages(rows):
    from trl.data_utils import apply_chat_template, is_conversational

    chat = tokenizer()
    for row in rows:
        require(is_conversational(row), "TRL does not see a conversation")
        text = apply_chat_template({"messages": row["messages"]}, chat)["text"]
        expected = "".join(f"<|{m['role']}|>{m['content']}<|end|>" for m in row["messages"])
        require(text == expected, f"TRL renders {text!r}")
    return "TRL's is_conversational and apply_chat_template"


def trl_pairs(rows):
    from trl.data_utils import is_conversational, maybe_apply_chat_template

    chat = tokenizer()
    for row in rows:
        text_of(row, "prompt")
        text_of(row, "completion")
        require(not is_conversational(row), "TRL sees a conversation")
        pair = {key: row[key] for key in ("prompt", "completion")}
        require(maybe_apply_chat_template(dict(pair), chat) == pair, "TRL changes a pair")
    return "TRL's is_conversational and maybe_apply_chat_template; MLX-LM's rules for completions"


def trl_text(rows):
    from trl.data_utils import is_conversational

    for row in rows:
        text_of(row, "text")
        require(not is_conversational(row), "TRL sees a conversation")
    return "TRL's is_conversational; MLX-LM's rules for texts"


def sharegpt(rows):
    """LLaMA-Factory's data/README.md: human at odd places, gpt at even ones, behind a system message or none."""
    from trl.data_utils import maybe_convert_to_chatml

    for row in rows:
        turns(row["conversations"], "from", "value", ("human", "gpt"))
        converted = maybe_convert_to_chatml({"conversations": [dict(turn) for turn in row["conversations"]]})
        expected = [{"role": turn["from"], "content": turn["value"]} for turn in row["conversations"]]
        require(converted == {"messages": expected}, "TRL converts a conversation to something else")
    return "LLaMA-Factory's rules for sharegpt; TRL's maybe_convert_to_chatml"


def alpaca(rows):
    """LLaMA-Factory's data/README.md: an instruction and an answer, perhaps an input and a system message."""
    for row in rows:
        text_of(row, "instruction")
        text_of(row, "output")
        text_of(row, "input", blank=True)
        text_of(row, "system", blank=True)
    require(any(row["system"] for row in rows), "no system message is there")
    return "LLaMA-Factory's rules for alpaca"


def seqio(rows):
    for row in rows:
        text_of(row, "inputs")
        text_of(row, "targets")
    return "two texts, as seqio's features want them (seqio itself is skipped: it needs TensorFlow)"


def promptsource(rows):
    for row in rows:
        require(len(row["parts"]) == 2 and all(isinstance(part, str) for part in row["parts"]), f"{row['parts']}")
        require(row["answer_choices"] is None or isinstance(row["answer_choices"], list), f"{row['answer_choices']}")
    return "two parts (no trainer reads these; they are for comparisons with PromptSource)"


CHECKS = {
    "messages": (openai, trl_messages), "prompt-completion": (trl_pairs,), "text": (trl_text,), "sharegpt": (sharegpt,),
    "alpaca": (alpaca,), "inputs-targets": (seqio,), "parts": (promptsource,),
}


def check_format(output_format, recipe, directory):
    print(f"== {output_format}")
    folder = build(recipe, output_format, output_format, directory)
    subprocess.run([HORNBOOK, "verify", "--quiet", str(folder)], check=True)
    splits = read_lines(folder)
    features = check_card(folder, splits)
    loaded = load(folder, directory / "cache")
    for name in loaded:
        require(loaded[name].features == features, f"{name} has the features {loaded[name].features}, not the card's")
    count, dates = check_values(loaded, splits)
    print(f"    splits {', '.join(f'{name}: {len(rows)}' for name, rows in splits.items())}; features as in the card")
    print(f"    {count} values equal, {dates} of them texts that look like dates")
    if output_format != "parts":
        require(dates > 0, "no text looks like a date: the comparison proves nothing of them")
    rows = [row for split in loaded.values() for row in split]
    for check in CHECKS[output_format]:
        print(f"    {len(rows)} rows by {check(rows)}")


def check_columns_of_dates(recipe, directory):
    """Where every text of a column looks like a date, Arrow takes it for one before the features are asked."""
    import datasets

    print("== a column in which every text looks like a date")
    only = re.sub(r"(?ms)^  - name: gsm8k.*?(?=^  #)", "", recipe)
    only = only.replace("data: data/deadlines.jsonl", "data: data/deadlines.jsonl\n    where: \"due != 'none' and '.' not in due\"")
    folder = build(only, "dates", "prompt-completion", directory)
    splits = read_lines(folder)
    card = load(folder, directory / "cache")
    bare = directory / "bare"
    shutil.copytree(folder, bare, ignore=shutil.ignore_patterns("README.md", "manifest.json"))
    without = datasets.load_dataset(
        "json", data_files={"train": str(bare / "train-*.jsonl")}, cache_dir=str(directory / "cache"))
    print(f"    without the card `completion` is {without['train'].features['completion'].dtype}")
    require(card["train"].features["completion"].dtype == "string", "`completion` is no string with the card")
    changed = sum(row["completion"] != line["completion"]
                  for name, rows in splits.items() for row, line in zip(card[name], rows))
    total = sum(map(len, splits.values()))
    print(f"    with it, string; but this version of `datasets` rewrites {changed} of {total} texts before it looks at the card")
    for name, rows in splits.items():
        files = sorted(map(str, folder.glob(f"{name}-*.jsonl")))
        made = datasets.Dataset.from_generator(
            parsed, gen_kwargs={"files": files}, features=card[name].features, cache_dir=str(directory / "cache"))
        require(all(map(same, made, rows)) and len(made) == len(rows), f"from_generator changes texts of {name}")
    print("    read through Dataset.from_generator and json, with the card's features: all equal")


def parsed(files):
    for file in files:
        with open(file, encoding="utf-8", newline="\n") as lines:
            yield from map(json.loads, lines)


def run():
    import datasets
    import transformers
    import trl

    datasets.disable_progress_bars()
    transformers.logging.set_verbosity_error()
    print(f"datasets {datasets.__version__}, transformers {transformers.__version__}, trl {trl.__version__}")
    recipe = (HERE / "recipe.yaml").read_text()
    with tempfile.TemporaryDirectory() as directory:
        directory = pathlib.Path(directory)
        for output_format in FORMATS:
            check_format(output_format, recipe, directory)
        check_columns_of_dates(recipe, directory)
    print("skipped: training itself (needs PyTorch); OpenAI's, the Hub's and LLaMA-Factory's own programs (need an account,"
          " the network or PyTorch): their rules are written out here")
    print(f"{len(problems)} problems" if problems else "all is well")
    return 1 if problems else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--venv", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "hornbook-hub-venv")
    options = parser.parse_args()
    if os.environ.get("HORNBOOK_HUB_INSIDE"):
        sys.exit(run())
    if not os.access(HORNBOOK, os.X_OK):
        sys.exit(f"{HORNBOOK} is not there: swift build -c release, or set HORNBOOK")
    # Nothing but files: no look-ups on the Hub, and no word about what is missing.
    environment = dict(os.environ, HORNBOOK_HUB_INSIDE="1", HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error")
    python = python_with_packages(options.venv.resolve())
    sys.exit(subprocess.run([python, __file__, *sys.argv[1:]], env=environment).returncode)
