"""Files that people write are read as editors save them, and one that cannot be is refused in a line with its name."""

from __future__ import annotations

import codecs

import pytest

from govsim.experiments.errors import BadInput
from govsim.experiments.given_files import MOST_DEPTH, decoded, mapping_of, text_of, yaml_of
from tests.command import govsim_here

TEXT = "# zh: 夜间巡逻。西固城夜间巡逻加倍。\nname: 夜间巡逻\nmultiplier: 2\n"
SAVED = {
    "UTF-8": TEXT.encode(),
    "UTF-8 with signature": codecs.BOM_UTF8 + TEXT.encode(),
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16 of the other order": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "GB18030": TEXT.encode("gb18030"),
    "lines as Windows ends them": TEXT.replace("\n", "\r\n").encode("gbk"),
    "lines as old Macs ended them": TEXT.replace("\n", "\r").encode(),
}
BOMB = "k0: &k0 [1]\n" + "".join(f"k{i}: &k{i} [{', '.join([f'*k{i - 1}'] * 9)}]\n" for i in range(1, 9))
POLICY = """\
# en: Night patrol. Twice as much.
# zh: 夜间巡逻。加倍。
night_patrol:
  _target_: govsim.simulation.policies.MorePatrol
  multiplier: 2
  shifts: [night]
  start_day: ${policy_start_day}
  ramp_days: ${policy_ramp_days}
"""


@pytest.fixture
def policies(tmp_path):
    folder = tmp_path / "configs" / "policy"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("content", SAVED.values(), ids=SAVED)
def test_a_text_is_the_same_however_it_was_saved(content, tmp_path):
    (tmp_path / "one.yaml").write_bytes(content)
    assert text_of(tmp_path / "one.yaml") == TEXT
    assert mapping_of(tmp_path / "one.yaml") == {"name": "夜间巡逻", "multiplier": 2}


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xff\xff", b"a\0b", codecs.BOM_UTF16_LE])
def test_what_is_no_text_is_refused_with_its_name(content):
    with pytest.raises(BadInput, match=r"^one\.yaml is no text .* UTF-8$"):
        decoded(content, "one.yaml")
    with pytest.raises(BadInput, match="bytes"):
        decoded(b"a" * 3_000_000, "one.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("# only a remark\n", "is empty"),
        ("- a\n- b\n", "no keys and values"),
        ("night_patrol：\n  multiplier: 2\n", "line 1 has a full-width sign"),
        ("multiplier：2\n", "line 1 has a full-width sign"),
        ("a: [1, 2\n", "line 2"),
        ("a: 1\na: 2\n", "duplicate key a"),
        (BOMB, "references"),
        ("a: &a [*a]\n", "references"),
        ("a: " + "[" * 3_000 + "]" * 3_000, f"more than {MOST_DEPTH} deep"),
        ("a: !!python/object/apply:os.system [ls]\n", "tags such as"),
        ("a: ${oc.env:HOME}\n", "asks for more than a value"),
        ("a: b${ x :y}\n", "asks for more than a value"),
    ],
)  # fmt: skip
def test_what_cannot_be_settings_is_refused_in_one_line(text, said, tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text(text)
    with pytest.raises(BadInput) as refused:
        mapping_of(path)
    assert str(refused.value).startswith(str(path))
    assert said in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_plain_references_are_values(tmp_path):
    (tmp_path / "one.yaml").write_text("a: ${policy_start_day}\nb: &x [1, 2]\nc: *x\n")
    assert yaml_of(tmp_path / "one.yaml") == {"a": "${policy_start_day}", "b": [1, 2], "c": [1, 2]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_policy_is_taken_with_its_title_in_any_of_them(encoding, policies, tmp_path):
    (policies / "night_patrol.yaml").write_bytes(POLICY.encode(encoding))
    code, _, err = govsim_here(tmp_path, "policy", "check", "night_patrol")
    assert (code, err) == (0, "")
    code, out, _ = govsim_here(tmp_path, "policy", "list", "language=zh")
    assert "夜间巡逻" in out
    assert "加倍" in out


def test_one_bad_file_takes_nothing_else_down(policies, tmp_path):
    (policies / "night_patrol.yaml").write_text(POLICY)
    (policies / "broken.yaml").write_text("a: [1\n")
    (policies / "bytes.yaml").write_bytes(b"\xff\xff\xff")
    (policies / "empty.yaml").write_text("")
    (policies / "folder.yaml").mkdir()
    (policies / "gone.yaml").symlink_to(tmp_path / "nowhere")
    code, out, err = govsim_here(tmp_path, "policy", "list")
    assert (code, err) == (0, "")
    assert "Night patrol" in out
    assert "line 2" in out
    assert govsim_here(tmp_path, "policy", "check", "night_patrol")[0] == 0
    for name in ("broken", "bytes", "empty"):
        code, _, err = govsim_here(tmp_path, "policy", "check", name)
        assert code == 2
        assert f"{name}.yaml" in err
    code, _, err = govsim_here(tmp_path, "policy", "new", "other", "kind=MorePatrol", "multiplier=2", "shifts=[day]")
    assert code == 0, err
    assert (policies / "other.yaml").exists()


@pytest.mark.parametrize("name", ["夜间巡逻", "patrol_夜"])
def test_a_policy_may_have_a_chinese_name(name, policies, tmp_path):
    (policies / f"{name}.yaml").write_text(POLICY)
    for word in (f"policy={name}", f"policy=[{name}]", f"policy=[more_mediators,{name}]"):
        code, out, err = govsim_here(tmp_path, "run", "--cfg", "job", "district=small", word)
        assert code == 0, err
        assert "night_patrol:" in out
