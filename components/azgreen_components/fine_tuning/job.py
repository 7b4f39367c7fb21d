"""Which pipeline does the schedule start: training, comparison, registration?

The options of the training are those of TRL 1.16.0 (`trl sft --help`: `ModelConfig`, `SFTConfig`),
which the program of another's making has to take as well. Azure's own pipeline of fine-tuning
(registry `azureml`, `chat_completion_pipeline` 0.0.57) takes neither 4 bits nor modules, so it is
not used. Azure registers the output of the last step under its name as that ends
(azure-ai-ml 1.35.2, `assetName`), and that begins only if the one before ended well.
"""

import math
from typing import Any, Final

from azgreen.evaluation import PROMOTE
from azgreen_components._ml_schedule import schedule_name as name_of_schedule
from azgreen_components._ml_steps import (
    FILE,
    FOLDER,
    VERDICT,
    Ports,
    asset_name,
    folder_of_run,
    judge_command,
    spec_of,
    step,
)
from azgreen_components.fine_tuning.plan import Plan

TUNE: Final = "tune"
JUDGE: Final = "judge"
REGISTER: Final = "register"
STEPS: Final = (TUNE, JUDGE, REGISTER)
ANSWERS: Final = "answers.jsonl"
MODEL: Final = "custom_model"
PATIENCE: Final = 2
"""Times the longest estimate, after which a training is ended: our own judgement."""

_PORTS: Final = {
    TUNE: Ports(
        {
            "weights": "${{parent.inputs.weights}}",
            "training_data": "${{parent.inputs.training_data}}",
            "questions": "${{parent.inputs.questions}}",
        },
        {},
    ),
    JUDGE: Ports(
        {
            "baseline": "${{parent.inputs.questions}}",
            "answers": f"${{{{parent.jobs.{TUNE}.outputs.answers}}}}",
        },
        {"verdict": "${{parent.outputs.verdict}}"},
    ),
    REGISTER: Ports(
        {
            "adapter": f"${{{{parent.jobs.{TUNE}.outputs.adapter}}}}",
            "verdict": f"${{{{parent.jobs.{JUDGE}.outputs.verdict}}}}",
        },
        {"model": "${{parent.outputs.model}}"},
    ),
}
"""What each step takes and gives."""


def schedule_name(name: str) -> str:
    """Return the name of the schedule."""
    return name_of_schedule(name, "fine-tuning")


def component_name(name: str, role: str) -> str:
    """Return what Azure calls a step."""
    return asset_name(f"azgreen_{role}_adapter_", name)


def run_folder(name: str, role: str) -> str:
    """Return where each run keeps what a step leaves; Azure writes the run's name into it."""
    return folder_of_run(component_name(name, role))


def options(plan: Plan) -> list[str]:
    """Return the options of the training, as TRL calls them."""
    training, need = plan.training, plan.training.size.need
    lora = training.size.lora
    packed = "--load_in_4bit true --bnb_4bit_quant_type nf4 --use_bnb_nested_quant true"
    return [
        f"--use_peft true --lora_r {lora.rank} --lora_alpha {training.alpha}",
        f"--lora_dropout {lora.dropout:g} --lora_target_modules {' '.join(lora.modules)}",
        f"--learning_rate {training.learning_rate:g} --num_train_epochs {need.epochs:g}",
        f"--per_device_train_batch_size {lora.batch_size}",
        f"--gradient_accumulation_steps {training.accumulated} --max_length {lora.sequence_tokens}",
        f"--dtype {training.precision} --{'bf16' if _is_bf16(plan) else 'fp16'} true",
        "--gradient_checkpointing true --save_strategy no",
        *([packed] if lora.four_bit else []),
    ]


def tune_command(plan: Plan) -> str:
    """Return what trains, and then answers the questions: the weights are there already."""
    weights, adapter = "${{inputs.weights}}", "${{outputs.adapter}}"
    files = f"--model_name_or_path {weights} --dataset_name ${{{{inputs.training_data}}}}"
    train = " ".join([plan.programs.train, files, f"--output_dir {adapter}", *options(plan)])
    answer = " ".join([plan.programs.answer, f"--model_name_or_path {weights}", *_asked(adapter)])
    return f"{train} && {answer}"


def _asked(adapter: str) -> list[str]:
    answers = f"${{{{outputs.answers}}}}/{ANSWERS}"
    return [f"--adapter {adapter}", "--questions ${{inputs.questions}}", f"--answers {answers}"]


def _is_bf16(plan: Plan) -> bool:
    return plan.training.precision == "bfloat16"


def register_command(plan: Plan) -> str:
    """Return what gives the adapter out for registration, with its verdict."""
    verdict = f"${{{{inputs.verdict}}}}/{VERDICT}"
    wanted = f'grep -q \'"decision": "{PROMOTE}"\' {verdict}'
    copied = "cp -r ${{inputs.adapter}}/. ${{outputs.model}}"
    beside = f"cp {verdict} ${{{{outputs.model}}}}/{VERDICT}"
    needed = [wanted] if plan.least_verdict == PROMOTE else []
    return " && ".join([*needed, copied, beside])


def specs(name: str, plan: Plan) -> dict[str, dict[str, Any]]:
    """Return the definition of each step."""
    programs = plan.programs
    judge = spec_of(
        (component_name(name, JUDGE), "Compare the adapter's answers"),
        judge_command("${{inputs.baseline}}", f"${{{{inputs.answers}}}}/{ANSWERS}", plan.terms),
        programs.environment_id,
        {"baseline": FILE, "answers": FOLDER},
        {"verdict": FOLDER},
    )
    register = spec_of(
        (component_name(name, REGISTER), "Register the adapter"),
        register_command(plan),
        programs.environment_id,
        {"adapter": FOLDER, "verdict": FOLDER},
        {"model": MODEL},
    )
    return {TUNE: _tune_spec(name, plan), JUDGE: judge, REGISTER: register}


def pipeline_steps(plan: Plan, component_ids: list[str], clusters: list[str]) -> dict[str, Any]:
    """Return the pipeline's steps; `clusters` are those of training and of what follows."""
    training, judging = clusters
    ids = dict(zip(STEPS, component_ids, strict=True))
    return {
        TUNE: step(TUNE, ids[TUNE], training, _PORTS[TUNE], timeout(plan)),
        **{key: step(key, ids[key], judging, _PORTS[key]) for key in (JUDGE, REGISTER)},
    }


def _tune_spec(name: str, plan: Plan) -> dict[str, Any]:
    programs = plan.programs
    spec = spec_of(
        (component_name(name, TUNE), "Train a LoRA adapter and answer with it"),
        tune_command(plan),
        programs.training_environment_id,
        {"weights": FOLDER, "training_data": FOLDER, "questions": FILE},
        {"adapter": FOLDER, "answers": FOLDER},
    )
    return spec if programs.code_id is None else {**spec, "code": programs.code_id}


def timeout(plan: Plan) -> str:
    """Return after how long a training is ended, ISO 8601."""
    return f"PT{math.ceil(PATIENCE * plan.training.size.choice.hours.high)}H"
