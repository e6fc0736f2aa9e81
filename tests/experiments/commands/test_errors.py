"""Bad input: one line, exit code 2, no traceback, nothing run and nothing written."""

import os
import re
import signal
import subprocess
import sys

import pytest

from govsim.experiments.composition.asked import asked
from govsim.experiments.composition.settings import RunSettings, settings_of
from govsim.experiments.errors import BadInput
from govsim.experiments.language import said
from tests.command import ROOT, govsim, govsim_here

MISTAKES = {
    "unknown command": (["comprae"], "did you mean compare?"),
    "unknown key": (["run", "yeers=2"], "unknown key 'yeers'; did you mean years"),
    "unknown key of a process": (["run", "process.theft.lokks=2"], "did you mean looks?"),
    "unknown policy": (["run", "policy=more_patrl"], "did you mean more_patrol"),
    "policy not taken in": (["run", "policy.more_patrol.multiplier=2"], "take the policy in with policy=more_patrol"),
    "wrong type": (["run", "years=long"], "years is 'long'; it must be a valid number"),
    "out of range": (["run", "years=-1"], "years is -1; it must be greater than 0"),
    "out of range in a policy": (
        ["run", "policy=more_patrol", "policy.more_patrol.multiplier=-2"],
        "policy.more_patrol.multiplier is -2; it must be greater than or equal to 0",
    ),
    "no word that is allowed": (
        ["run", "policy=more_patrol", "policy.more_patrol.shifts=[noon]"], "must be 'night', 'day' or 'evening'",
    ),
    "tick that does not divide a day": (["run", "hours_per_tick=5"], "must divide a day"),
    "missing value": (["run", "seed=???"], "seed has no value; give one: seed=VALUE"),
    "missing value of a part": (["run", "~process.theft.looks"], "process.theft.looks has no value"),
    "value of the environment": (["run", "process.theft.looks=${oc.env:HOME}"], "interpolation type oc.env"),
    "a class of somebody": (["run", "process.theft._target_=os.system"], "no Theft that is known here"),
    "nan in a mapping": (["run", "process.escalation.clash_per_day.neighbour=nan"], "clash_per_day.neighbour is nan"),
    "number of a district": (["run", "district.types.shops.open=abc"], "Set district.types.shops.open=VALUE"),
    "bad syntax": (["run", "policy=[a"], "cannot read 'policy=[a'"),
    "no equals sign": (["run", "years", "=", "2"], "without spaces around ="),
    "unknown option": (["run", "--sead"], "unknown option '--sead'"),
    "missing folder of configurations": (["run", "--config-dir", "nowhere"], "not found"),
    "unknown configuration": (["run", "--config-name", "nothing"], "there is no configuration 'nothing'"),
    "out is a file": (["run", "district=small", "out=occupied"], "occupied is a file"),
    "out below a file": (["run", "district=small", "out=occupied/deep"], "choose another folder: out=FOLDER"),
    "out cannot be made": (["run", "district=small", "out=/proc/none/x"], "cannot write to /proc/none/x"),
    "a comparison's file for one run": (["run", "experiment=demo"], "only `govsim compare` knows it"),
    "one arm": (["compare", "arms=[baseline]"], "at least 2 items"),
    "an arm twice": (["compare", "arms=[baseline,baseline]"], "every arm may be named once"),
    "unknown arm": (["compare", "arms=[baseline,more_patrl]"], "did you mean more_patrol"),
    "policy= in a comparison": (["compare", "policy=more_patrol"], "names its policies in arms="),
    "number of a policy in no arm": (
        ["compare", "arms=[baseline,more_patrol]", "policy.double_grid.multiplier=3"], "no arm contains",
    ),
    "unknown system": (["ablate", "systems=[A99]"], "there is no 'A99'"),
    "system that cannot be switched": (["ablate", "systems=[G5]"], "has nothing to switch"),
    "no systems": (["ablate", "systems=[]"], "at least 1 item"),
    "policy= in an ablation": (["ablate", "policy=more_patrol"], "starts from the baseline without any policy"),
    "a comparison's file for an ablation": (["ablate", "experiment=demo"], "only `govsim compare` knows it"),
    "one part": (["factorial", "arms=[more_patrol]"], "at least 2 items"),
    "a part twice": (["factorial", "arms=[more_patrol,elder_workers+more_patrol]"], "is in more than one part"),
    "the baseline as a part": (["factorial", "arms=[baseline,more_patrol]"], "leave it out"),
    "policy= in a factorial": (["factorial", "policy=more_patrol"], "names its policies in arms="),
    "no replications": (["compare", "replications=0"], "replications is 0; it must be greater than or equal to 1"),
    "unknown language": (["compare", "language=fr"], "language is 'fr'; it must be zh, en or both"),
    "unknown word of a policy": (["policy", "lisst"], "did you mean list"),
    "policy without a name": (["policy", "show"], "needs a name"),
    "policy that is not there": (["policy", "check", "more_patrl"], "did you mean more_patrol"),
    "policy of no kind": (["policy", "new", "mine", "kind=MorePatrool"], "did you mean MorePatrol"),
    "policy with another's number": (["policy", "new", "mine", "kind=MorePatrol", "posts=3"], "has no 'posts'"),
    "policy with a name that is taken": (["policy", "new", "more_patrol"], "there is a policy 'more_patrol' already"),
    "policy with a bad name": (["policy", "new", "Night-Patrol"], "cannot be a name"),
    "assumption about nothing": (
        ["compare", "robust=true", "assumptions=[{path:process.theft.nothing,low:1,high:2}]", "district=small"],
        "nothing",
    ),
    "interpolation of nothing": (["run", "years=${nothing}"], "'nothing' not found"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_and_exit_code_2(mistake, tmp_path):
    words, hint = MISTAKES[mistake]
    (tmp_path / "occupied").write_text("a file")
    code, out, err = govsim_here(tmp_path, *words)
    assert (code, out) == (2, "")
    assert err.startswith("govsim: ")
    assert err.count("\n") == 1, err
    assert hint in err
    in_chinese = said(" ".join(err.removeprefix("govsim: ").split()), "zh")
    assert re.search(r"[\u4e00-\u9fff]{2}", in_chinese), in_chinese
    assert [p.name for p in tmp_path.iterdir()] == ["occupied"]


@pytest.mark.slow
def test_a_shell_sees_the_line_and_the_code(tmp_path):
    code, out, err = govsim(tmp_path, "run", "yeers=2")
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.slow
@pytest.mark.parametrize("words", ["policy show more_patrol", "policy list", "compare --help"])
def test_a_reader_who_has_had_enough_hears_nothing_more(words):
    command = f"{sys.executable} -m govsim {words} | head -c 10"
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=True)
    assert len(done.stdout) == 10
    assert done.stderr == ""


@pytest.mark.slow
def test_a_broken_yaml_file_is_one_line(tmp_path):
    (tmp_path / "mine" / "policy").mkdir(parents=True)
    (tmp_path / "mine" / "policy" / "broken.yaml").write_text("a: [1,\nb: }")
    code, _, err = govsim_here(tmp_path, "run", "--config-dir", "mine", "policy=broken")
    assert code == 2
    assert err.count("\n") == 1
    assert "broken.yaml: line 2: " in err


@pytest.mark.slow
def test_a_bug_keeps_its_traceback_and_exit_code_1(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import govsim.experiments.composition.settings as s\n"
        "def broken(*a): raise RuntimeError('a bug')\ns.settings_of = broken\n"
    )
    env = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    words = [sys.executable, "-m", "govsim", "run", "district=small"]
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "RuntimeError: a bug" in done.stderr


@pytest.mark.parametrize("words", [[], ["--help"], ["help"]])
def test_help_names_every_command_and_five_examples(words, monkeypatch, capsys):
    from govsim.experiments.commands import main as cli

    monkeypatch.setattr(sys, "argv", ["govsim", *words])
    cli.main()
    text = capsys.readouterr().out
    assert all(f"\n  {command} " in text for command in cli.COMMANDS)
    assert text.count("\n  govsim ") == 5


def test_ctrl_c_is_one_line_and_exit_code_130(capsys):
    from govsim.experiments.commands.application import one_line_errors

    with pytest.raises(SystemExit) as left, one_line_errors():
        raise KeyboardInterrupt
    assert left.value.code == 130
    assert capsys.readouterr().err.count("\n") == 1


def test_being_ended_is_one_line_and_exit_code_143_and_leaves_no_handler_behind(capsys):
    from govsim.experiments.commands.application import one_line_errors

    with pytest.raises(SystemExit) as left, one_line_errors(), one_line_errors():
        os.kill(os.getpid(), signal.SIGTERM)
    assert left.value.code == 143
    assert "the same command goes on" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_folder_under_home_is_written_there(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    words = asked("run", ["out=~/here"]).cfg
    assert settings_of(words, RunSettings).out == str(tmp_path / "here")
    with pytest.raises(BadInput, match="whole path"):
        settings_of(asked("run", ["out=~nobody_of_this_name/x"]).cfg, RunSettings)
