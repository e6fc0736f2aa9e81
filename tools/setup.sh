#!/bin/sh
# Makes .venv: the packages of requirements.lock, checked by hash, and the project itself, editable.
# Does nothing when .venv is already made from the same files; starts afresh after an interruption.
# Uses uv if there is one, else any fitting Python with pip. Indexes and mirrors are the user's own settings.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd -- "$root"
venv=.venv
stamp=$venv/made-from

# The Pythons numba has wheels for; free-threaded builds, Pythons without venv and the one of an activated .venv,
# which is about to be removed, do not fit.
fits='import ensurepip, os, platform, sys, sysconfig, venv
newest = (3, 13) if sys.platform == "darwin" and platform.machine() == "x86_64" else (3, 14)
sys.exit(not (3, 12) <= sys.version_info[:2] <= newest or bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
         or os.path.realpath(sys.prefix) == os.path.realpath(".venv"))'
uv_request='>=3.12,<3.14'

say() { printf 'govsim: %s\n' "$*" >&2; }

made_from() { pwd; cksum requirements.lock pyproject.toml tools/setup.sh; }

is_ready() {
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(made_from)" ] && "$venv/bin/python" -c '' 2>/dev/null
}

# Every python on the PATH, then those of pyenv, whose shims fail for versions that are not switched on.
candidates() {
    for name in python3.13 python3.12 python3.14 python3 python; do
        (
            IFS=:
            set -f
            for folder in $PATH; do printf '%s\n' "$folder/$name"; done
        )
    done
    printf '%s\n' "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.1[234].*/bin/python
}

find_python() {
    candidates | while IFS= read -r candidate; do
        if [ -x "$candidate" ] && "$candidate" -c "$fits" </dev/null >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            break
        fi
    done
}

install_with_uv() {
    uv pip sync --quiet --python "$venv/bin/python" --require-hashes requirements.lock &&
        uv pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
}

install_with_pip() {
    "$venv/bin/python" -m pip install --quiet --quiet --require-hashes -r requirements.lock &&
        "$venv/bin/python" -m pip install --quiet --quiet --no-deps --no-build-isolation --editable .
}

is_ready && exit 0

if uv --version >/dev/null 2>&1; then installer=uv; else installer=pip; fi
python=$(find_python)
if [ -z "$python" ] && [ "$installer" = pip ]; then
    say "no Python 3.12, 3.13 or 3.14 with venv found; install one (apt install python3.13 python3.13-venv," \
        "brew install python@3.13, ...) or uv, and try again"
    exit 2
fi

say "setting up $venv with $installer, once; about two minutes"
rm -rf "$venv"
case $installer in
    uv) uv venv --quiet --no-project --python "${python:-$uv_request}" "$venv" ;;
    pip) "$python" -m venv "$venv" ;;
esac || { say "could not make $venv; see above"; exit 2; }
install_with_$installer || { say "could not install the packages of requirements.lock; see above, then try again"; exit 2; }
made_from >"$stamp"

# What the first run would have to wait for; it says so itself. CI does it beside something else.
[ -n "${GOVSIM_COMPILE_LATER:-}" ] || "$venv/bin/python" -c 'from govsim.experiments.composition.build import compiled; compiled()'
