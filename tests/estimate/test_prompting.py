"""A prompt is counted as its model counts it, weighed in proportion, and held to its budgets."""

from __future__ import annotations

import csv
import json
import statistics
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import quicktok
from hypothesis import given
from hypothesis import strategies as st

from azgreen.catalog import Spread, model, models, price
from azgreen.errors import InputError
from azgreen.estimate import Traffic, footprint
from azgreen.estimate.prompting import (
    CAP,
    FAIL,
    OVER_LIMIT,
    PARTS,
    PASS,
    RANGES,
    REJECT,
    WARN,
    ChatRequest,
    Enforced,
    Message,
    Parameters,
    PromptAsk,
    cacheable,
    counter_of,
    estimated_tokens,
    examine,
    form_of,
    mean_tokens,
    read_prompt,
    shared_prefix,
    tokens_of,
    weigh,
)
from azgreen.estimate.prompting.counting import (
    ASCII_CHARACTERS_PER_TOKEN,
    ESTIMATE_ERROR,
    OTHER_BYTES_PER_TOKEN,
)
from azgreen.estimate.prompting.enforced import check_enforced
from azgreen.estimate.prompting.limits import check_max_tokens, enough
from azgreen.estimate.prompting.sold import SoldAs, sold_as

MINI = counter_of(model("gpt-4.1-mini"))
ESTIMATED = counter_of(model("gemma-3-27b-it"))
SWEDEN = SoldAs("gpt-4.1-mini", "Standard", "swedencentral")
COUNTS = Path(__file__).parent / "data" / "token_counts.csv"
TEXTS = st.text(max_size=80)
REQUESTS = st.lists(
    st.builds(Message, st.sampled_from(["system", "user", "assistant"]), TEXTS), min_size=1
).map(lambda messages: ChatRequest(tuple(messages)))

# OpenAI Cookbook, "How to count tokens with tiktoken": the API counted 129 tokens for gpt-4
COOKBOOK = ChatRequest(
    (
        Message(
            "system",
            "You are a helpful, pattern-following assistant that translates corporate jargon "
            "into plain English.",
        ),
        Message("system", "New synergies will help drive top-line growth.", "example_user"),
        Message(
            "system", "Things working well together will increase revenue.", "example_assistant"
        ),
        Message(
            "system",
            "Let's circle back when we have more bandwidth to touch base on opportunities for "
            "increased leverage.",
            "example_user",
        ),
        Message(
            "system",
            "Let's talk later when we're less busy about how to do better.",
            "example_assistant",
        ),
        Message(
            "user",
            "This late pivot means we don't have time to boil the ocean for the client "
            "deliverable.",
        ),
    )
)


def _ask(*requests: ChatRequest, **given) -> PromptAsk:
    return PromptAsk(requests=requests, **{"model": "gpt-4.1-mini", **given})


def _user(text: str, **parameters) -> ChatRequest:
    return ChatRequest((Message("user", text),), parameters=Parameters(**parameters))


def _found(report, check):
    return next(item for item in report.findings if item.check == check)


# counting


def test_the_cookbooks_example_is_counted_as_the_api_did():
    phi = counter_of(model("Phi-4"))  # the same vocabulary and overhead as gpt-4's
    assert phi.is_exact
    counted = tokens_of(COOKBOOK, phi)
    assert counted.total == Spread.exactly(129)
    assert counted.by_part["few-shot"].mid > counted.by_part["system"].mid > 0


@pytest.mark.parametrize(
    ("name", "text", "tokens"),
    [
        ("Phi-4", "antidisestablishmentarianism", 6),
        ("Phi-4", "お誕生日おめでとう", 9),
        ("gpt-4o", "お誕生日おめでとう", 8),
        ("gpt-4o", "<|endoftext|>", 7),
        ("gpt-4o", "", 0),
    ],
)
def test_known_texts_have_known_tokens(name, text, tokens):
    assert counter_of(model(name)).of(text) == Spread.exactly(tokens)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("gpt-5.4", "o200k_base"),
        ("o1", "o200k_base"),
        ("gpt-oss-20b", "o200k_harmony"),
        ("FW-gpt-oss-20b", "o200k_harmony"),
        ("Llama-3.3-70B-Instruct", "llama3"),
        ("Meta-Llama-3.1-8B-Instruct", "llama3"),
        ("Qwen3-8B", "qwen3"),
        ("FW-Qwen3-14B", "qwen3"),
        ("Phi-4-mini-instruct", "o200k_base"),
    ],
)
def test_a_model_is_counted_with_its_own_tokenizer(name, encoding):
    counter = counter_of(model(name))
    assert counter.is_exact
    assert counter.how == f"counted with {encoding}, the tokenizer of {name!r}"


@pytest.mark.parametrize("name", ["gpt-6-sol", "FW-Qwen3.5-9B", "Phi-3.5-mini-instruct"])
def test_a_model_whose_tokenizer_nobody_carries_is_estimated_and_says_so(name):
    counter = counter_of(model(name))
    assert not counter.is_exact
    assert counter.how == (
        "ESTIMATED from characters, 0.6 to 2.4 times the middle: "
        f"no package at hand carries the tokenizer of {name!r}"
    )


def test_every_chat_model_can_be_counted():
    for known in models():
        if known.kind == "chat":
            total = tokens_of(COOKBOOK, counter_of(known)).total
            assert total.low <= 129 * 1.2
            assert total.high >= 129 / 1.2


@pytest.mark.parametrize(
    ("name", "begin", "message", "reply"),
    [
        (
            "Llama-3.3-70B-Instruct",
            "<|begin_of_text|>",
            "<|start_header_id|>{0}<|end_header_id|>\n\n{1}<|eot_id|>",
            "<|start_header_id|>{0}<|end_header_id|>\n\n",
        ),
        ("Qwen3-8B", "", "<|im_start|>{0}\n{1}<|im_end|>\n", "<|im_start|>{0}\n"),
        ("gpt-oss-20b", "", "<|start|>{0}<|message|>{1}<|end|>", "<|start|>{0}"),
    ],
)
def test_the_overhead_is_what_the_published_template_adds(name, begin, message, reply):
    template = counter_of(model(name)).template
    tokenizer = quicktok.get_encoding(template.encoding)
    chat = (Message("system", "Be brief."), Message("user", "Hello there"))
    written = begin + "".join(message.format(item.role, item.text) for item in chat)
    tokens = tokenizer.encode(written + reply.format("assistant"), allowed_special="all")
    assert tokens_of(ChatRequest(chat), counter_of(model(name))).total.mid == len(tokens)


def test_without_the_extra_it_is_an_estimate_that_says_what_to_install(monkeypatch):
    counting = sys.modules["azgreen.estimate.prompting.counting"]
    monkeypatch.setattr(counting, "_tokenizer", lambda _: None)
    counter = counter_of(model("gpt-4o"))
    assert not counter.is_exact
    assert counter.how.endswith("(o200k_base) is not there: install 'azgreen[prompt]'")
    assert counter.template.per_message == MINI.template.per_message


def test_the_tokenizer_is_missing_where_the_package_is(monkeypatch):
    counting = sys.modules["azgreen.estimate.prompting.counting"]
    monkeypatch.setitem(sys.modules, "quicktok", None)
    counting._tokenizer.cache_clear()
    try:
        assert not counter_of(model("gpt-4o")).is_exact
    finally:
        counting._tokenizer.cache_clear()


def _measured():
    with COUNTS.open() as file:
        for row in csv.DictReader(file):
            plain, other = (float(row.pop(key)) for key in ("ascii_characters", "other_bytes"))
            sample = row.pop("sample")
            guess = plain / ASCII_CHARACTERS_PER_TOKEN + other / OTHER_BYTES_PER_TOKEN
            for tokenizer, tokens in row.items():
                yield sample, tokenizer, float(tokens) / guess


def test_the_error_of_the_estimate_is_as_stated():
    ratios = [ratio for _, _, ratio in _measured()]
    assert len(ratios) == 24 * 7
    assert ESTIMATE_ERROR.low < min(ratios) < ESTIMATE_ERROR.low * 1.1
    assert ESTIMATE_ERROR.high / 1.1 < max(ratios) < ESTIMATE_ERROR.high
    errors = sorted(abs(1 / ratio - 1) for ratio in ratios)
    assert statistics.mean(errors) == pytest.approx(0.18, abs=0.005)
    assert statistics.median(errors) == pytest.approx(0.15, abs=0.005)


@pytest.mark.parametrize("name", ["gpt-4o", "Phi-4", "Llama-3.3-70B-Instruct", "Qwen3-8B"])
def test_the_estimate_spans_the_true_count_of_the_examples(name):
    for file in sorted((Path(__file__).parents[2] / "examples" / "prompts").iterdir()):
        guess, true = (
            estimated_tokens(file.read_text()),
            counter_of(model(name)).of(file.read_text()),
        )
        assert guess.low <= true.mid <= guess.high


@given(TEXTS, TEXTS)
def test_the_estimate_is_additive(one, other):
    whole, parts = estimated_tokens(one + other), estimated_tokens(one) + estimated_tokens(other)
    assert whole.mid == pytest.approx(parts.mid)


@given(REQUESTS, TEXTS)
@pytest.mark.parametrize("counter", [MINI, ESTIMATED], ids=["exact", "estimated"])
def test_tokens_add_up_and_a_message_more_never_makes_fewer(counter, request, text):
    counted = tokens_of(request, counter)
    assert set(counted.by_part) == set(PARTS)
    assert counted.total.mid == pytest.approx(sum(item.mid for item in counted.by_part.values()))
    more = tokens_of(replace(request, messages=(*request.messages, Message("user", text))), counter)
    added = counter.of(text).mid + counter.template.per_message
    assert more.total.mid - counted.total.mid == pytest.approx(added)


@given(st.lists(REQUESTS, min_size=1, max_size=4))
def test_the_mean_lies_among_the_requests(requests):
    each = [tokens_of(item, MINI) for item in requests]
    mean = mean_tokens(each).total.mid
    sizes = [item.total.mid for item in each]
    assert min(sizes) * (1 - 1e-9) <= mean <= max(sizes) * (1 + 1e-9)


def test_parts_are_told_apart():
    request = ChatRequest(
        (
            Message("developer", "rules"),
            Message("user", "example"),
            Message("assistant", "answer"),
            Message("user", "question"),
            Message("assistant", "call"),
            Message("tool", "result"),
        ),
        tools='[{"a":1}]',
    )
    counted = tokens_of(request, MINI).by_part
    assert {name: item.mid for name, item in counted.items()} == {
        "system": MINI.of("rules").mid,
        "few-shot": MINI.of("example").mid + MINI.of("answer").mid,
        "user": sum(MINI.of(text).mid for text in ("question", "call", "result")),
        "tools": MINI.of('[{"a":1}]').mid,
        "overhead": 6 * 4 + 3,
    }


# what is stable


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_the_cache_never_holds_more_than_the_prefix_and_grows_with_it(one, other):
    low, high = sorted((one, other))
    assert cacheable(low) <= low
    assert cacheable(low) <= cacheable(high)


@pytest.mark.parametrize(
    ("tokens", "held"), [(1023.9, 0), (1024, 1024), (1151, 1024), (1152, 1152), (1500, 1408)]
)
def test_the_cache_begins_at_1024_and_grows_by_128(tokens, held):
    assert cacheable(tokens) == held


def test_what_requests_begin_with_alike():
    stable = Message("system", "word " * 2000)
    each = [ChatRequest((stable, Message("user", text))) for text in ("one", "two")]
    prefix = shared_prefix(each, MINI, tokens_of(each[0], MINI).total.mid)
    assert prefix is not None
    assert prefix.tokens.mid == MINI.of(stable.text).mid + 4
    assert prefix.cacheable_tokens == cacheable(prefix.tokens.mid)
    assert 0.9 < prefix.share <= 1


def test_what_changes_first_leaves_nothing_to_cache():
    late = Message("system", "word " * 2000)
    each = [ChatRequest((Message("user", text), late)) for text in ("one", "two")]
    prefix = shared_prefix(each, MINI, 2000)
    assert prefix is not None
    assert (prefix.tokens.mid, prefix.cacheable_tokens, prefix.share) == (0, 0, 0)


def test_tools_that_differ_end_the_prefix():
    each = [ChatRequest((Message("user", "a"),), tools=text) for text in ("[1,2]", "[1,3]")]
    prefix = shared_prefix(each, MINI, 10)
    assert prefix is not None
    assert prefix.tokens == MINI.of("[1,")


@given(st.lists(REQUESTS, min_size=2, max_size=4))
def test_the_prefix_is_never_longer_than_a_request_nor_does_order_matter(requests):
    shortest = min(tokens_of(item, MINI).total.mid for item in requests)
    prefix, reverse = (shared_prefix(each, MINI, 1e9) for each in (requests, requests[::-1]))
    assert prefix == reverse
    assert prefix is not None
    # a text that is cut may take a token or two more than the whole one
    assert prefix.tokens.mid <= shortest + 4


def test_one_request_does_not_say_what_is_stable():
    assert shared_prefix([_user("a")], MINI, 8) is None


# weighing


@given(st.floats(1, 1e5), st.floats(1, 20))
def test_a_prompts_weight_is_linear_in_its_tokens(tokens, times):
    one, more = (weigh(SWEDEN, Spread.exactly(size)) for size in (tokens, tokens * times))
    assert one.usd is not None
    assert more.usd is not None
    assert more.usd.mid == pytest.approx(one.usd.mid * times, rel=1e-6)
    assert more.energy_wh.mid == pytest.approx(one.energy_wh.mid * times, rel=1e-3)
    assert more.gco2e.high == pytest.approx(one.gco2e.high * times, rel=1e-3)


def test_an_answer_is_weighed_as_the_footprint_weighs_it():
    found = weigh(SWEDEN, Spread.exactly(1155), 211)
    same = footprint("gpt-4.1-mini", "Standard", "swedencentral", Traffic(1, 1155, 211))
    assert found.usd is not None
    assert same.usd is not None
    assert (found.usd.mid, found.gco2e) == (same.usd.mid, same.gco2e)


def test_an_uncertain_count_widens_the_weight():
    exact, spread = (weigh(SWEDEN, item) for item in (Spread.exactly(100), Spread(60, 100, 240)))
    assert exact.usd is not None
    assert spread.usd is not None
    assert (exact.usd.low, exact.usd.high) == (exact.usd.mid, exact.usd.mid)
    assert spread.usd.high == pytest.approx(2.4 * exact.usd.mid)
    assert spread.gco2e.low < exact.gco2e.low < exact.gco2e.high < spread.gco2e.high


def test_a_month_is_the_rate_times_its_seconds():
    report = examine(_ask(_user("hello"), requests_per_second=2))
    each = report.weights["prompt"]
    month = report.monthly(each)
    assert month is not None
    assert report.requests_per_month == 2 * 365.25 / 12 * 86400
    assert month.gco2e.mid == pytest.approx(each.gco2e.mid * report.requests_per_month / 1000)
    assert examine(_ask(_user("hello"))).monthly(each) is None


def test_where_a_model_is_weighed():
    assert sold_as("gpt-4.1-mini", None, "Sweden Central") == SWEDEN
    assert sold_as("gpt-4.1-mini", "standard", "swedencentral") == SWEDEN
    assert sold_as("Phi-4", None, None) is None
    ptu = sold_as("gpt-4.1-mini", "ProvisionedManaged", "swedencentral")
    assert ptu == replace(SWEDEN, by_token=False)


@pytest.mark.parametrize(
    ("name", "sku", "end"),
    [
        ("Phi-4", None, "; own GPUs: 'azgreen size gpu'"),
        ("gpt-6-sol", "GlobalProvisionedManaged", ""),
    ],
)
def test_what_is_sold_otherwise_is_not_weighed_and_says_so(name, sku, end):
    report = examine(_ask(_user("hello"), model=name, sku=sku))
    assert report.weights == {}
    said = f"not priced or weighed: the catalogue lists no offer by the token{end}"
    assert report.explain()[-1] == said


def test_ptus_have_no_price_by_the_token():
    ask = _ask(_user("hello"), sku="ProvisionedManaged", region="swedencentral")
    report = examine(ask)
    assert all(item.usd is None for item in report.weights.values())
    assert report.weights["prompt"].gco2e.mid > 0


def test_the_cache_saves_the_difference_of_the_two_prices():
    stable = Message("system", "word " * 2000)
    each = [ChatRequest((stable, Message("user", text))) for text in ("one", "two")]
    report = examine(_ask(*each, region="swedencentral"))
    saved, prompt = report.weights["saved by the prompt cache"], report.weights["prompt"]
    assert saved.usd is not None
    assert prompt.usd is not None
    listed = price("gpt-4.1-mini", report.sold.sku, "swedencentral")
    less = listed.usd_per_million_input_tokens - listed.usd_per_million_cached_input_tokens
    assert saved.usd.mid == pytest.approx(1000 * report.prefix.cacheable_tokens * less / 1e6)
    assert saved.usd.mid < prompt.usd.mid
    assert saved.energy_wh.mid < prompt.energy_wh.mid


# budgets


@pytest.mark.parametrize(
    ("max_tokens", "level", "said"),
    [
        (100, FAIL, "100, 0.5 times the workload's mean answer: cuts 61% of the answers"),
        (400, WARN, "400, 2.0 times the workload's mean answer: cuts 14% of the answers"),
        (600, PASS, "600, 3.0 times the workload's mean answer: cuts 5.0% of the answers"),
        (
            4000,
            WARN,
            "4,000, 20.0 times the workload's mean answer: it stops next to nothing "
            "(the worst), and quota and PTU admission count max_tokens, not what is written",
        ),
        (None, WARN, "missing: an answer may fill the context window, the worst"),
    ],
)
def test_max_tokens_against_the_workloads_answers(max_tokens, level, said):
    found = check_max_tokens(max_tokens, 200, "the worst")
    assert (found.level, found.said) == (level, said)
    assert found.fix == ("" if level == PASS else "set about 461")


@given(st.floats(1, 1e5))
def test_the_limit_that_is_advised_passes(mean):
    assert check_max_tokens(enough(mean), mean, "").level == PASS


def test_a_missing_limit_says_what_the_worst_case_costs():
    found = _found(examine(_ask(_user("hello"), region="swedencentral")), "max_tokens")
    assert found.level == WARN
    worst = weigh(SWEDEN, tokens_of(_user("hello"), MINI).total, 1_047_568)
    assert worst.usd is not None
    assert f"1,047,568 tokens: {worst.usd.mid:,.4g} USD and " in found.said


@pytest.mark.parametrize(
    ("words", "max_tokens", "level"),
    [(1000, 15_000, PASS), (1000, 15_500, FAIL), (17_000, None, FAIL)],
)
def test_the_context_window(words, max_tokens, level):
    report = examine(_ask(_user("word " * words, max_tokens=max_tokens), model="Phi-4"))
    assert _found(report, "context window").level == level
    assert report.is_within_budget == (level != FAIL)


def test_an_estimate_that_may_exceed_the_window_is_no_failure():
    report = examine(_ask(_user("word " * 60_000), model="gemma-3-27b-it"))
    assert _found(report, "context window").level == WARN


def test_an_unknown_window_is_said():
    report = examine(_ask(_user("hello"), model="FW-GLM-5"))
    assert str(_found(report, "context window")) == (
        "WARN context window: that of 'FW-GLM-5' is not known; look it up"
    )


@pytest.mark.parametrize(("left", "level"), [(0, PASS), (-1, FAIL)])
def test_the_context_window_may_be_filled_to_the_last_token(left, level):
    phi = model("Phi-4")
    prompt = tokens_of(_user("hello"), counter_of(phi)).total.mid
    request = _user("hello", max_tokens=int(phi.context_tokens - prompt - left))
    assert _found(examine(_ask(request, model="Phi-4")), "context window").level == level


def test_the_longest_prompt_counts_in_whatever_order():
    each = (_user("hello"), _user("word " * 17_000))
    for requests in (each, each[::-1]):
        report = examine(_ask(*requests, model="Phi-4"))
        assert _found(report, "context window").level == FAIL


def test_an_estimate_that_may_be_over_the_workloads_input_is_no_failure():
    request = _user("word " * 1000)
    mean = tokens_of(request, ESTIMATED).total
    for budget, level in ((mean.low, WARN), (mean.mid, WARN), (mean.low - 1, FAIL)):
        report = examine(_ask(request, model="gemma-3-27b-it", budget_tokens=budget))
        assert _found(report, "prompt budget").level == level


@pytest.mark.parametrize(("budget", "level"), [(1000, PASS), (8, PASS), (7.9, FAIL)])
def test_the_prompt_against_the_workloads_input(budget, level):
    report = examine(_ask(_user("hello"), budget_tokens=budget))
    assert _found(report, "prompt budget").level == level


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("temperature", 0, "PASS temperature: 0 is within 0 to 1"),
        (
            "temperature",
            1.5,
            "WARN temperature: 1.5: a semantic cache repeats one of many different answers; "
            "set at most 1, or 0",
        ),
        ("temperature", 2.1, "FAIL temperature: 2.1 is refused by the API; allowed: 0 to 2"),
        ("temperature", -0.1, "FAIL temperature: -0.1 is refused by the API; allowed: 0 to 2"),
        (
            "frequency_penalty",
            -1,
            "WARN frequency_penalty: -1 rewards repetition, and so longer answers; set 0 or more",
        ),
        (
            "presence_penalty",
            1.5,
            "WARN presence_penalty: 1.5 can degrade the answers, which are then asked for again; "
            "set at most 1",
        ),
        ("top_p", 1, "PASS top_p: 1 is within 0 to 1"),
        ("top_p", 1.1, "FAIL top_p: 1.1 is refused by the API; allowed: 0 to 1"),
        ("presence_penalty", 0.5, "PASS presence_penalty: 0.5 is within 0 to 1"),
        (
            "presence_penalty",
            -2.5,
            "FAIL presence_penalty: -2.5 is refused by the API; allowed: -2 to 2",
        ),
    ],
)
def test_sampling_parameters(name, value, said):
    report = examine(_ask(_user("hello", **{name: value})))
    assert str(_found(report, name)) == said


@pytest.mark.parametrize("name", ["gpt-5-mini", "gpt-5.4", "o1", "o3", "o3-mini", "o4-mini"])
def test_reasoning_models_take_neither_sampling_nor_max_tokens(name):
    report = examine(_ask(_user("hello", temperature=0.2, max_tokens=900), model=name))
    assert [str(item) for item in report.findings if item.level == FAIL] == [
        f"FAIL max_tokens: {name!r} does not take it; write max_completion_tokens in its place",
        f"FAIL temperature: 0.2: {name!r} is a reasoning model, which does not take it; "
        "leave it out",
    ]


def test_an_option_goes_before_what_the_request_says():
    ask = _ask(_user("hello", max_tokens=100, temperature=1), answer_tokens=200)
    over = Parameters(max_tokens=600)
    report = examine(replace(ask, overrides=over))
    assert [item.parameters.max_tokens for item in report.ask.requests] == [600]
    assert _found(report, "max_tokens").level == PASS
    assert _found(report, "temperature").said == "1 is within 0 to 1"


@pytest.mark.parametrize(("max_tokens", "level"), [(None, WARN), (500, PASS), (5000, WARN)])
def test_ptus_admit_by_max_tokens(max_tokens, level):
    request = _user("word " * 1000, max_tokens=max_tokens)
    where = {"sku": "ProvisionedManaged", "region": "swedencentral"}
    found = _found(examine(_ask(request, answer_tokens=200, **where)), "PTU admission")
    assert found.level == level
    if max_tokens:
        prompt = tokens_of(request, MINI).total.mid
        admitted, taken = prompt + 4 * max_tokens, prompt + 4 * 200
        assert found.said.startswith(
            f"{admitted:,.0f} normalised tokens a request, {admitted / taken:.1f} times what"
        )


def test_each_finding_is_told_once():
    report = examine(_ask(*[_user("hello", temperature=0, max_tokens=9)] * 3))
    assert len(report.findings) == len(set(report.findings)) == 4


def test_numbers_and_names_are_refused_together():
    ask = _ask(_user("a"), model="text-embedding-3-small", requests_per_second=0)
    with pytest.raises(InputError) as caught:
        examine(replace(ask, overrides=Parameters(max_tokens=0)))
    assert str(caught.value).splitlines() == [
        "max_tokens: 0 is not usable; allowed: a whole number of at least 1",
        "model: 'text-embedding-3-small' is no chat model; choose one that takes prompts",
        "requests_per_second: 0 is not usable; allowed: a finite number above 0",
    ]


# reading


def test_a_text_is_one_message_of_the_user():
    assert read_prompt("hello", "a.txt") == (_user("hello"),)


def test_a_body_is_read_with_tools_and_parameters():
    body = {
        "messages": [
            {"role": "system", "content": [{"type": "text", "text": "a"}], "name": "n"},
            {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]},
        ],
        "tools": [{"type": "function"}],
        "max_completion_tokens": 5,
        "temperature": 0,
        "stream": True,
    }
    (found,) = read_prompt(json.dumps(body), "a.json", "json")
    assert found == ChatRequest(
        (Message("system", "a", "n"), Message("assistant", '[{"id":"1"}]')),
        '[[{"type":"function"}]]',
        Parameters(5, 0, limit_name="max_completion_tokens"),
    )


def test_a_list_of_messages_and_a_batch_line_are_requests():
    messages = [{"role": "user", "content": "a"}]
    batch = {"custom_id": "1", "body": {"messages": messages}}
    text = f"{json.dumps(messages)}\n\n{json.dumps(batch)}\n"
    assert read_prompt(text, "a.jsonl", "jsonl") == (_user("a"), _user("a"))


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.json", "x", "json"),
        ("a.JSONL", "x", "jsonl"),
        ("a.txt", "{}", "text"),
        ("-", "[]", "json"),
        ("-", "{}\n{}", "jsonl"),
        ("-", "{name}, hello", "text"),
        ("-", "{}\nhello", "text"),
        ("-", "12", "text"),
    ],
)
def test_the_form_is_that_of_the_name(name, text, form):
    assert form_of(name, text) == form


def test_every_fault_of_a_file_is_told_with_its_line():
    lines = [
        {"messages": []},
        {"messages": [{"role": "usr", "content": "a"}, {"role": "user"}, 7]},
        {"messages": [{"role": "user", "content": [{"type": "image_url"}, "b"], "name": 1}]},
        {"messages": [{"role": "user", "content": 4}], "temperature": "hot", "max_tokens": 1.5},
        {
            "messages": [{"role": "user", "content": "a"}],
            "max_tokens": 1,
            "max_completion_tokens": 1,
        },
        "text",
    ]
    text = "\n".join(map(json.dumps, lines)) + "\n{"
    with pytest.raises(InputError) as caught:
        read_prompt(text, "p", "jsonl")
    assert sorted(str(caught.value).splitlines()) == [
        "p:1: messages: missing or empty; write a list of at least one message",
        "p:2: messages[0].role: 'usr' is no role; did you mean 'user'?",
        "p:2: messages[1].content: missing; only a message with 'tool_calls' may leave it out",
        "p:2: messages[2]: 7 is no message; write an object with 'role'",
        "p:3: messages[0].content[0]: 'image_url' is no part of text, and only text is counted; "
        "take it out",
        "p:3: messages[0].content[1]: 'b' is no part of text, and only text is counted; "
        "take it out",
        "p:3: messages[0].name: 1 is not a text; write one, or leave it out",
        "p:4: max_tokens: 1.5 is not usable; allowed: a whole number of at least 1",
        "p:4: messages[0].content: 4 is neither a text nor a list of parts",
        "p:4: temperature: 'hot' is not a number; write one without quotes",
        "p:5: max_tokens: stands beside max_completion_tokens, which means the same; take one out",
        "p:6: \"text\" is no request; write an object with 'messages'",
        "p:7: is not JSON: Expecting property name enclosed in double quotes, column 2",
    ]


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_an_empty_file_is_refused(form):
    with pytest.raises(InputError, match=r"^p: is empty; write a prompt$"):
        read_prompt(" \n", "p", form)


LIMITS = st.builds(
    Enforced,
    st.none() | st.integers(1, 10**6),
    st.dictionaries(
        st.sampled_from(sorted(RANGES)),
        st.tuples(st.floats(-2, 2), st.floats(-2, 2)).map(lambda ends: (min(ends), max(ends))),
    ),
    st.sampled_from(OVER_LIMIT),
)
ASKED = st.builds(
    Parameters,
    st.none() | st.integers(1, 10**6),
    **{name: st.none() | st.floats(*ends) for name, ends in RANGES.items()},
)


@given(LIMITS, ASKED)
def test_what_reaches_a_model_is_within_the_limits_or_was_refused(enforced, asked):
    found = enforced.reaching(asked)
    assert enforced.reaching(found) == found
    over = [
        item
        for item in check_enforced(model("gpt-4.1-mini"), asked, enforced, None, "")
        if item.said.startswith("the request asks for")
    ]
    assert all(item.level == (FAIL if enforced.over_limit == REJECT else WARN) for item in over)
    if enforced.max_tokens is not None:
        assert found.max_tokens is not None
    if enforced.over_limit == CAP or not over:
        for name, (least, most) in enforced.bounds.items():
            value = getattr(found, name)
            assert value is None or least <= value <= most
        assert enforced.max_tokens is None or found.max_tokens <= enforced.max_tokens
    if not over:
        given_length = asked.max_tokens or enforced.max_tokens
        assert found == replace(asked, max_tokens=given_length)
